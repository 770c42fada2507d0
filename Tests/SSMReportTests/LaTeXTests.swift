import SSMReport
import Testing

struct LaTeXTests {
    @Test func `a table has the rules of booktabs, and nothing in a text means anything`() {
        var table = ReportTable(
            title: "50 % of a_b & c", header: ["column", "#"], note: "x^2 ~ {y}\\z")
        table.append(["$a|b<\"", ReportTable.Cell("0.59", isBest: true, verdict: .below)])
        table.beginGroup()
        table.append([ReportTable.Cell("again", isRepeated: true), "1"])
        #expect(
            table.latex == ##"""
                \begin{table}
                \centering
                \caption{50 \% of a\_b \& c. x\textasciicircum{}2 \textasciitilde{} \{y\}\textbackslash{}z.}
                \begin{tabular}{lr}
                \toprule
                column & \# \\
                \midrule
                \$a\textbar{}b\textless{}\textquotedbl{} & \textbf{$\downarrow$ 0.59} \\
                \addlinespace
                 & 1 \\
                \bottomrule
                \end{tabular}
                \end{table}

                """##)
    }
}
