package io.millrace.load.report;

import java.util.ArrayList;
import java.util.List;

/// One axis of a chart: which value is where, and which values are written beside it.
///
/// @param min value at the beginning; above 0 when logarithmic
/// @param max value at the end, greater than the first
/// @param isLog whether equal factors are equally far
record Scale(double min, double max, boolean isLog) {

    /// From 0 to at least a value.
    static Scale linear(double greatest) {
        double top = Double.isFinite(greatest) && greatest > 0 ? greatest : 1;
        double step = step(top);
        return new Scale(0, Math.ceil(top / step - 1e-9) * step, false);
    }

    /// From one value to exactly the other.
    static Scale exact(double least, double greatest) {
        return new Scale(least, Math.max(greatest, least + 1e-9), false);
    }

    /// Around values above 0, ending at 1, 2 or 5 times a power of ten.
    static Scale logarithmic(double least, double greatest) {
        if (!(least > 0) || !Double.isFinite(greatest)) {
            return new Scale(0.1, 100, true);
        }
        double low = round(least, false);
        double high = round(greatest, true);
        return new Scale(low, high > low ? high : low * 10, true);
    }

    /// Where a value is, 0 at the beginning, 1 at the end; values outside are moved to the nearer one.
    double at(double value) {
        double part = isLog
                ? (Math.log(Math.max(value, min)) - Math.log(min)) / (Math.log(max) - Math.log(min))
                : (value - min) / (max - min);
        return Math.clamp(part, 0, 1);
    }

    /// Values to write beside the axis.
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (!isLog) {
            double step = step(max - min);
            for (double tick = Math.ceil(min / step) * step; tick <= max + step * 1e-6; tick += step) {
                ticks.add(tick);
            }
            return ticks;
        }
        double decades = Math.log10(max / min);
        for (double power = Math.pow(10, Math.floor(Math.log10(min))); power <= max * 1.001; power *= 10) {
            for (double factor : decades <= 3 ? new double[] {1, 2, 5} : new double[] {1}) {
                double tick = power * factor;
                if (tick >= min * 0.999 && tick <= max * 1.001) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /// A step of 1, 2 or 5 times a power of ten that cuts a length into at most five pieces.
    private static double step(double length) {
        double raw = length / 5;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double factor = raw / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    private static double round(double value, boolean up) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double factor = value / power;
        if (up) {
            return power * (factor <= 1.0001 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
        }
        return power * (factor >= 5 ? 5 : factor >= 2 ? 2 : 1);
    }
}
