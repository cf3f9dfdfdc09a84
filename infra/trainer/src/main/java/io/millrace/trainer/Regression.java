package io.millrace.trainer;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;

/// Logistic regression of one label against the rest (liblinear, L2). The problem is convex and the solver
/// draws no random numbers, so the result depends on the corpus only.
///
/// @param weights one for each bucket
/// @param bias log odds of a sentence without features
@SuppressWarnings("ArrayRecordComponent") // Handed on once.
record Regression(double[] weights, double bias) {

    private static final double EPSILON = 0.0005;

    /// Learns one label.
    ///
    /// @param expected for each sentence whether it has the label
    /// @param cost how much a mistake counts against large weights
    /// @param rareness how much more a sentence with the label counts
    static Regression learn(Feature[][] vectors, boolean[] expected, int bits, double cost, double rareness) {
        Problem problem = new Problem();
        problem.l = vectors.length;
        problem.n = (1 << bits) + 1;
        problem.bias = 1;
        problem.x = new Feature[vectors.length][];
        problem.y = new double[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            problem.x[i] = withBias(vectors[i], problem.n);
            problem.y[i] = expected[i] ? 1 : -1;
        }
        Parameter parameter = new Parameter(SolverType.L2R_LR, cost, EPSILON);
        parameter.setWeights(new double[] {rareness, 1}, new int[] {1, -1});
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, parameter);
        double direction = model.getLabels()[0] == 1 ? 1 : -1;
        double[] learned = model.getFeatureWeights();
        double[] weights = new double[1 << bits];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = direction * learned[i];
        }
        return new Regression(weights, direction * learned[weights.length]);
    }

    private static Feature[] withBias(Feature[] vector, int index) {
        Feature[] longer = Arrays.copyOf(vector, vector.length + 1);
        longer[vector.length] = new FeatureNode(index, 1);
        return longer;
    }
}
