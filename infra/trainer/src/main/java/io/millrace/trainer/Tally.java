package io.millrace.trainer;

/// How often the model was right about one label.
record Tally(int truePositives, int falsePositives, int falseNegatives, int trueNegatives) {

    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally plus(boolean expected, boolean shown) {
        return new Tally(
                truePositives + (expected && shown ? 1 : 0),
                falsePositives + (!expected && shown ? 1 : 0),
                falseNegatives + (expected && !shown ? 1 : 0),
                trueNegatives + (!expected && !shown ? 1 : 0));
    }

    /// Share of what is shown that is right; 1 when nothing is shown.
    double precision() {
        return share(truePositives, falsePositives);
    }

    /// Share of what there is that is shown; 1 when there is nothing.
    double recall() {
        return share(truePositives, falseNegatives);
    }

    /// Share of the rest that is shown all the same.
    double falsePositiveRate() {
        return 1 - share(trueNegatives, falsePositives);
    }

    double f1() {
        return 2.0 * truePositives / Math.max(1, 2 * truePositives + falsePositives + falseNegatives);
    }

    int support() {
        return truePositives + falseNegatives;
    }

    private static double share(int part, int rest) {
        return part + rest == 0 ? 1 : (double) part / (part + rest);
    }
}
