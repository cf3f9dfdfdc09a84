package io.millrace.moderation.scorer.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.millrace.moderation.scorer.model.Labels;
import io.millrace.moderation.scorer.model.ModelException;
import io.millrace.moderation.scorer.model.ModelFiles;
import io.millrace.moderation.scorer.model.ModelLoader;
import io.millrace.moderation.scorer.model.TextModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// Loads sequence classifiers: inputs `input_ids`, `attention_mask` and perhaps `token_type_ids` of any
/// number of texts and tokens, one output with a number for each label. Thread-safe.
public final class OnnxLoader implements ModelLoader {

    static final String IDS = "input_ids";
    static final String MASK = "attention_mask";
    static final String TYPES = "token_type_ids";

    private static final long ANY = -1;

    private final OrtEnvironment environment;
    private final int maxTokens;

    private OnnxLoader(OrtEnvironment environment, int maxTokens) {
        this.environment = environment;
        this.maxTokens = maxTokens;
    }

    /// Loads the native libraries, which calls nobody.
    ///
    /// @param cache folder for what they unpack
    /// @param maxTokens of a text; what is beyond is not scored
    /// @throws ModelException when the libraries cannot be used
    public static OnnxLoader open(Path cache, int maxTokens) {
        return new OnnxLoader(NativeRuntime.open(cache), maxTokens);
    }

    @Override
    public TextModel load(ModelFiles files, Labels labels) {
        OrtSession session = session(files.network());
        try {
            check(session, labels);
            return new OnnxModel(environment, session, tokenizer(files.tokenizer(), labels), labels.activation());
        } catch (OrtException e) {
            close(session);
            throw new ModelException("model.onnx: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            close(session);
            throw e;
        }
    }

    private OrtSession session(Path network) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // Many texts at once come from many threads that each run one batch.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return environment.createSession(network.toString(), options);
        } catch (OrtException e) {
            throw new ModelException("model.onnx cannot be loaded: " + e.getMessage(), e);
        }
    }

    private HuggingFaceTokenizer tokenizer(Path file, Labels labels) {
        try {
            return HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optTruncation(true)
                    .optPadding(true)
                    .optMaxLength(Math.min(maxTokens, labels.maxLength()))
                    .build();
        } catch (IOException | RuntimeException e) {
            throw new ModelException("tokenizer.json cannot be used: " + e.getMessage(), e);
        }
    }

    private static void check(OrtSession session, Labels labels) throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        if (!inputs.keySet().containsAll(Set.of(IDS, MASK))
                || !Set.of(IDS, MASK, TYPES).containsAll(inputs.keySet())) {
            throw new ModelException("model.onnx must have the inputs " + IDS + ", " + MASK + " and perhaps " + TYPES
                    + ", has " + inputs.keySet());
        }
        for (NodeInfo input : inputs.values()) {
            long[] shape = shape(input, OnnxJavaType.INT64);
            if (shape.length != 2 || shape[0] != ANY || shape[1] != ANY) {
                throw new ModelException(
                        "input " + input.getName() + " must have two dimensions without fixed sizes: texts and tokens");
            }
        }
        if (session.getNumOutputs() != 1) {
            throw new ModelException("model.onnx must have one output, has " + session.getOutputNames());
        }
        NodeInfo output = session.getOutputInfo().values().iterator().next();
        long[] shape = shape(output, OnnxJavaType.FLOAT);
        int names = labels.names().size();
        if (shape.length != 2 || (shape[1] != ANY && shape[1] != names)) {
            throw new ModelException("output " + output.getName() + " must have " + names
                    + " numbers for each text, as many as labels.json has names");
        }
    }

    private static long[] shape(NodeInfo node, OnnxJavaType type) {
        if (node.getInfo() instanceof TensorInfo tensor && tensor.type == type) {
            return tensor.getShape();
        }
        throw new ModelException(node.getName() + " must be a tensor of " + type + ", is " + node.getInfo());
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelException("model.onnx cannot be closed: " + e.getMessage(), e);
        }
    }
}
