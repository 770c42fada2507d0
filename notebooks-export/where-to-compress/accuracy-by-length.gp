# gnuplot accuracy-by-length.gp draws accuracy-by-length.svg, accuracy-by-length.png, accuracy-by-length.pdf
# gnuplot -e "forms='pdf'" accuracy-by-length.gp draws one of them
reset
if (!exists("forms")) forms = "svg png pdf"
set encoding utf8
set datafile missing NaN
set border 3 lc rgb '#808080'
set tics nomirror out scale 0.5 tc rgb '#303030'
set grid lt 1 lc rgb '#e4e4e4'
set title 'keyed-recall' font ',14'
set key outside right center Left reverse maxcols 1 samplen 1.6 spacing 1.25 width 1
set xlabel 'context length (tokens)'
set logscale x 2
set xtics ('256' 256.0, '1024' 1024.0)
set ylabel 'accuracy (share of answers)'
set yrange [0.0:1.0]
do for [form in forms] {
  if (form eq 'svg') { set terminal svg size 760,758 font 'sans-serif,13' noenhanced background '#ffffff' name 'accuracy_by_length' mouse standalone }
  if (form eq 'png') { set terminal pngcairo size 1520,1516 font 'sans-serif,13' fontscale 2 noenhanced linewidth 2 pointscale 2 }
  if (form eq 'pdf') { set terminal pdfcairo size 7.6in,7.58in font 'sans-serif,9' noenhanced }
  set output 'accuracy-by-length.' . form
  plot \
    'accuracy-by-length.dat' index 0 using 1:2 with linespoints pt 7 ps 0.7 lw 2 dt 1 lc rgb '#0072b2' title 'mamba', \
    'accuracy-by-length.dat' index 1 using 1:2 with linespoints pt 5 ps 0.7 lw 2 dt 1 lc rgb '#d55e00' title 'start-0', \
    'accuracy-by-length.dat' index 2 using 1:2 with linespoints pt 9 ps 0.7 lw 2 dt 1 lc rgb '#009e73' title 'middle-0', \
    'accuracy-by-length.dat' index 3 using 1:2 with linespoints pt 13 ps 0.7 lw 2 dt 1 lc rgb '#cc79a7' title 'middle-10', \
    'accuracy-by-length.dat' index 4 using 1:2 with linespoints pt 11 ps 0.7 lw 2 dt 1 lc rgb '#e69f00' title 'middle-20', \
    'accuracy-by-length.dat' index 5 using 1:2 with linespoints pt 7 ps 0.7 lw 2 dt 1 lc rgb '#56b4e9' title 'middle-30', \
    'accuracy-by-length.dat' index 6 using 1:2 with linespoints pt 5 ps 0.7 lw 2 dt 1 lc rgb '#8c7a00' title 'middle-40', \
    'accuracy-by-length.dat' index 7 using 1:2 with linespoints pt 9 ps 0.7 lw 2 dt 1 lc rgb '#3d3d3d' title 'special', \
    'accuracy-by-length.dat' index 8 using 1:2 with linespoints pt 13 ps 0.7 lw 2 dt 2 lc rgb '#0072b2' title 'p-0.1-rho-0.009', \
    'accuracy-by-length.dat' index 9 using 1:2 with linespoints pt 11 ps 0.7 lw 2 dt 2 lc rgb '#d55e00' title 'p-0.1-rho-0.05', \
    'accuracy-by-length.dat' index 10 using 1:2 with linespoints pt 7 ps 0.7 lw 2 dt 2 lc rgb '#009e73' title 'p-0.1-rho-0.1', \
    'accuracy-by-length.dat' index 11 using 1:2 with linespoints pt 5 ps 0.7 lw 2 dt 2 lc rgb '#cc79a7' title 'p-0.1-rho-0.2', \
    'accuracy-by-length.dat' index 12 using 1:2 with linespoints pt 9 ps 0.7 lw 2 dt 2 lc rgb '#e69f00' title 'p-0.18-rho-0.009', \
    'accuracy-by-length.dat' index 13 using 1:2 with linespoints pt 13 ps 0.7 lw 2 dt 2 lc rgb '#56b4e9' title 'p-0.18-rho-0.05', \
    'accuracy-by-length.dat' index 14 using 1:2 with linespoints pt 11 ps 0.7 lw 2 dt 2 lc rgb '#8c7a00' title 'p-0.18-rho-0.1', \
    'accuracy-by-length.dat' index 15 using 1:2 with linespoints pt 7 ps 0.7 lw 2 dt 2 lc rgb '#3d3d3d' title 'p-0.18-rho-0.2', \
    'accuracy-by-length.dat' index 16 using 1:2 with linespoints pt 5 ps 0.7 lw 2 dt 3 lc rgb '#0072b2' title 'p-0.25-rho-0.009', \
    'accuracy-by-length.dat' index 17 using 1:2 with linespoints pt 9 ps 0.7 lw 2 dt 3 lc rgb '#d55e00' title 'p-0.25-rho-0.05', \
    'accuracy-by-length.dat' index 18 using 1:2 with linespoints pt 13 ps 0.7 lw 2 dt 3 lc rgb '#009e73' title 'p-0.25-rho-0.1', \
    'accuracy-by-length.dat' index 19 using 1:2 with linespoints pt 11 ps 0.7 lw 2 dt 3 lc rgb '#cc79a7' title 'p-0.25-rho-0.2', \
    'accuracy-by-length.dat' index 20 using 1:2 with linespoints pt 7 ps 0.7 lw 2 dt 3 lc rgb '#e69f00' title 'p-0.3-rho-0.009', \
    'accuracy-by-length.dat' index 21 using 1:2 with linespoints pt 5 ps 0.7 lw 2 dt 3 lc rgb '#56b4e9' title 'p-0.3-rho-0.05', \
    'accuracy-by-length.dat' index 22 using 1:2 with linespoints pt 9 ps 0.7 lw 2 dt 3 lc rgb '#8c7a00' title 'p-0.3-rho-0.1', \
    'accuracy-by-length.dat' index 23 using 1:2 with linespoints pt 13 ps 0.7 lw 2 dt 3 lc rgb '#3d3d3d' title 'p-0.3-rho-0.2'
}
unset output
