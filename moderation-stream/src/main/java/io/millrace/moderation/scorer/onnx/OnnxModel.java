package io.millrace.moderation.scorer.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.moderation.scorer.model.Labels.Activation;
import io.millrace.moderation.scorer.model.ModelException;
import io.millrace.moderation.scorer.model.StopSignal;
import io.millrace.moderation.scorer.model.TextModel;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A network and its tokenizer. Thread-safe: each run has its own tensors.
final class OnnxModel implements TextModel {

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;
    private final Activation activation;
    private final boolean typed;

    OnnxModel(OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer, Activation activation) {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
        this.activation = activation;
        typed = session.getInputNames().contains(OnnxLoader.TYPES);
    }

    @Override
    public double[][] score(List<String> texts, StopSignal stop) {
        try {
            Encoding[] encodings = tokenizer.batchEncode(texts);
            return run(encodings, stop);
        } catch (OrtException e) {
            throw new ModelException(stop.isGiven() ? "stopped" : "the run failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (tokenizer) {
            session.close();
        } catch (OrtException e) {
            throw new ModelException("a model cannot be closed: " + e.getMessage(), e);
        }
    }

    private double[][] run(Encoding[] encodings, StopSignal stop) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            inputs.put(OnnxLoader.IDS, tensor(encodings, Encoding::getIds));
            inputs.put(OnnxLoader.MASK, tensor(encodings, Encoding::getAttentionMask));
            if (typed) {
                inputs.put(OnnxLoader.TYPES, tensor(encodings, Encoding::getTypeIds));
            }
            stop.stopWith(() -> terminate(options));
            try (OrtSession.Result result = session.run(inputs, options)) {
                return scores((float[][]) result.get(0).getValue());
            } finally {
                // The options are about to be closed.
                stop.disarm();
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(Encoding[] encodings, Function<Encoding, long[]> row) throws OrtException {
        int width = row.apply(encodings[0]).length;
        LongBuffer numbers = LongBuffer.allocate(encodings.length * width);
        for (Encoding encoding : encodings) {
            numbers.put(row.apply(encoding));
        }
        return OnnxTensor.createTensor(environment, numbers.flip(), new long[] {encodings.length, width});
    }

    private double[][] scores(float[][] outputs) {
        double[][] scores = new double[outputs.length][];
        for (int i = 0; i < outputs.length; i++) {
            scores[i] = switch (activation) {
                case SIGMOID -> sigmoid(outputs[i]);
                case SOFTMAX -> softmax(outputs[i]);
            };
        }
        return scores;
    }

    private static double[] sigmoid(float[] outputs) {
        double[] scores = new double[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            scores[i] = 1 / (1 + Math.exp(-outputs[i]));
        }
        return scores;
    }

    private static double[] softmax(float[] outputs) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float output : outputs) {
            greatest = Math.max(greatest, output);
        }
        double[] scores = new double[outputs.length];
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            scores[i] = Math.exp(outputs[i] - greatest);
            sum += scores[i];
        }
        for (int i = 0; i < outputs.length; i++) {
            scores[i] /= sum;
        }
        return scores;
    }

    private static void terminate(OrtSession.RunOptions options) {
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new ModelException("a run cannot be stopped: " + e.getMessage(), e);
        }
    }
}
