package io.millrace.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.regex.Pattern;

/// A drawing of lines over one axis, as SVG that takes its colours from the page.
///
/// @param title what is shown
/// @param x values of the points, rising, the same for all lines
/// @param xScale horizontal axis
/// @param xText how its values are written
/// @param yScale vertical axis
/// @param yText how its values are written
/// @param lines to draw
/// @param bands to mark
record Chart(
        String title,
        List<Double> x,
        Scale xScale,
        DoubleFunction<String> xText,
        Scale yScale,
        DoubleFunction<String> yText,
        List<Line> lines,
        List<Band> bands) {

    private static final double WIDTH = 560;
    private static final double HEIGHT = 260;
    private static final double LEFT = 62;
    private static final double RIGHT = 14;
    private static final double TOP = 20;
    private static final double BOTTOM = 30;
    private static final Pattern WHOLE = Pattern.compile("\\.0+(?=\\D|$)");

    /// @param name for the legend
    /// @param y value at each x, NaN for none
    record Line(String name, List<Double> y) {}

    /// A stretch of the horizontal axis with a name.
    record Band(String name, double from, double to) {}

    /// A figure with legend, drawing and the data that the page's script shows under the pointer.
    String html() {
        StringBuilder html = new StringBuilder();
        html.append("<figure class=\"chart\"><figcaption><b>")
                .append(Html.text(title))
                .append("</b>");
        for (int number = 0; number < lines.size(); number++) {
            html.append("<span class=\"key c").append(number).append("\">");
            html.append(Html.text(lines.get(number).name())).append("</span>");
        }
        html.append("</figcaption>\n");
        html.append("<svg viewBox=\"0 0 " + n(WIDTH) + ' ' + n(HEIGHT) + "\" role=\"img\" aria-label=\"");
        html.append(Html.text(title)).append("\">\n");
        bands(html);
        grid(html);
        for (int number = 0; number < lines.size(); number++) {
            path(html, lines.get(number), number);
        }
        html.append("<line class=\"cursor\" x1=\"0\" x2=\"0\" y1=\"" + n(TOP) + "\" y2=\"" + n(HEIGHT - BOTTOM)
                + "\"/>\n</svg>\n");
        html.append("<output></output>\n");
        data(html);
        return html.append("</figure>\n").toString();
    }

    private void bands(StringBuilder html) {
        for (int number = 0; number < bands.size(); number++) {
            Band band = bands.get(number);
            double from = px(band.from());
            double width = px(band.to()) - from;
            if (width < 1) {
                continue;
            }
            html.append("<rect class=\"band b" + number % 2 + "\" x=\"" + n(from) + "\" y=\"" + n(TOP) + "\" width=\""
                    + n(width) + "\" height=\"" + n(HEIGHT - TOP - BOTTOM) + "\"/>\n");
            if (width > 8 * band.name().length()) {
                html.append(label("phase", from + width / 2, TOP - 6));
                html.append(Html.text(band.name())).append("</text>\n");
            }
        }
    }

    private void grid(StringBuilder html) {
        for (double tick : yScale.ticks()) {
            double y = py(tick);
            html.append("<path class=\"grid\" d=\"M" + n(LEFT) + ' ' + n(y) + 'H' + n(WIDTH - RIGHT) + "\"/>");
            html.append(label("y", LEFT - 7, y + 4));
            html.append(Html.text(WHOLE.matcher(yText.apply(tick)).replaceFirst("")))
                    .append("</text>\n");
        }
        for (double tick : xScale.ticks()) {
            double at = px(tick);
            html.append("<path class=\"grid\" d=\"M" + n(at) + ' ' + n(HEIGHT - BOTTOM) + "v5\"/>");
            html.append(label("x", at, HEIGHT - BOTTOM + 18));
            html.append(Html.text(xText.apply(tick))).append("</text>\n");
        }
    }

    private void path(StringBuilder html, Line line, int number) {
        StringBuilder path = new StringBuilder();
        boolean isDown = false;
        for (int i = 0; i < x.size(); i++) {
            double value = line.y().get(i);
            if (Double.isNaN(value)) {
                isDown = false;
                continue;
            }
            // A line of no length makes a dot of a point that stands alone.
            path.append(isDown ? 'L' : 'M')
                    .append(n(px(x.get(i))))
                    .append(' ')
                    .append(n(py(value)))
                    .append(isDown ? "" : "h0");
            isDown = true;
        }
        html.append("<path class=\"line c")
                .append(number)
                .append("\" d=\"")
                .append(path)
                .append("\"/>\n");
    }

    private void data(StringBuilder html) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            StringBuilder words = new StringBuilder(xText.apply(x.get(i)));
            for (Line line : lines) {
                if (!Double.isNaN(line.y().get(i))) {
                    words.append(" · ")
                            .append(line.name())
                            .append(' ')
                            .append(yText.apply(line.y().get(i)));
                }
            }
            points.add("[" + n(px(x.get(i))) + ",\"" + words + "\"]");
        }
        html.append("<script type=\"application/json\">[")
                .append(String.join(",", points))
                .append("]</script>\n");
    }

    private double px(double value) {
        return LEFT + xScale.at(value) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double value) {
        return HEIGHT - BOTTOM - yScale.at(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String label(String kind, double x, double y) {
        return "<text class=\"" + kind + "\" x=\"" + n(x) + "\" y=\"" + n(y) + "\">";
    }

    /// A coordinate.
    private static String n(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
