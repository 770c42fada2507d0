# gnuplot accuracy-by-length.gp draws accuracy-by-length.svg, accuracy-by-length.png, accuracy-by-length.pdf
# gnuplot -e "forms='pdf'" accuracy-by-length.gp draws one of them
reset
if (!exists("forms")) forms = "svg png pdf"
set encoding utf8
set datafile missing NaN
set border 3 lc rgb '#808080'
set tics nomirror out scale 0.5 tc rgb '#303030'
set grid lt 1 lc rgb '#e4e4e4'
set title 'conversations' font ',14'
set key outside right center Left reverse maxcols 1 samplen 1.6 spacing 1.25 width 1
set xlabel 'context length (tokens)'
set logscale x 2
set xtics ('128' 128.0, '256' 256.0, '512' 512.0, '1024' 1024.0, '2048' 2048.0)
set ylabel 'accuracy (share of answers)'
set yrange [0.0:1.0]
do for [form in forms] {
  if (form eq 'svg') { set terminal svg size 760,424 font 'sans-serif,13' noenhanced background '#ffffff' name 'accuracy_by_length' mouse standalone }
  if (form eq 'png') { set terminal pngcairo size 1520,848 font 'sans-serif,13' fontscale 2 noenhanced linewidth 2 pointscale 2 }
  if (form eq 'pdf') { set terminal pdfcairo size 7.6in,4.24in font 'sans-serif,9' noenhanced }
  set output 'accuracy-by-length.' . form
  plot \
    'accuracy-by-length.dat' index 0 using 1:3:4 with filledcurves fc rgb '#0072b2' fs transparent solid 0.13 noborder notitle, \
    'accuracy-by-length.dat' index 0 using 1:2 with linespoints pt 7 ps 0.7 lw 2 dt 1 lc rgb '#0072b2' title 'sft', \
    'accuracy-by-length.dat' index 1 using 1:3:4 with filledcurves fc rgb '#d55e00' fs transparent solid 0.13 noborder notitle, \
    'accuracy-by-length.dat' index 1 using 1:2 with linespoints pt 5 ps 0.7 lw 2 dt 1 lc rgb '#d55e00' title 'sft+ssa', \
    'accuracy-by-length.dat' index 2 using 1:3:4 with filledcurves fc rgb '#009e73' fs transparent solid 0.13 noborder notitle, \
    'accuracy-by-length.dat' index 2 using 1:2 with linespoints pt 9 ps 0.7 lw 2 dt 1 lc rgb '#009e73' title 'sft+oprm', \
    'accuracy-by-length.dat' index 3 using 1:3:4 with filledcurves fc rgb '#cc79a7' fs transparent solid 0.13 noborder notitle, \
    'accuracy-by-length.dat' index 3 using 1:2 with linespoints pt 13 ps 0.7 lw 2 dt 1 lc rgb '#cc79a7' title 'decimamba', \
    'accuracy-by-length.dat' index 4 using 1:3:4 with filledcurves fc rgb '#e69f00' fs transparent solid 0.13 noborder notitle, \
    'accuracy-by-length.dat' index 4 using 1:2 with linespoints pt 11 ps 0.7 lw 2 dt 1 lc rgb '#e69f00' title 'remamba', \
    'accuracy-by-length.dat' index 5 using 1:3:4 with filledcurves fc rgb '#56b4e9' fs transparent solid 0.13 noborder notitle, \
    'accuracy-by-length.dat' index 5 using 1:2 with linespoints pt 7 ps 0.7 lw 2 dt 1 lc rgb '#56b4e9' title 'rwr', \
    'accuracy-by-length.dat' index 6 using 1:3:4 with filledcurves fc rgb '#8c7a00' fs transparent solid 0.13 noborder notitle, \
    'accuracy-by-length.dat' index 6 using 1:2 with linespoints pt 5 ps 0.7 lw 2 dt 1 lc rgb '#8c7a00' title 'rwr+ssa', \
    'accuracy-by-length.dat' index 7 using 1:3:4 with filledcurves fc rgb '#3d3d3d' fs transparent solid 0.13 noborder notitle, \
    'accuracy-by-length.dat' index 7 using 1:2 with linespoints pt 9 ps 0.7 lw 2 dt 1 lc rgb '#3d3d3d' title 'rwr+oprm'
}
unset output
