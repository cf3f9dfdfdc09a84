package io.millrace.moderation.scorer.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.millrace.moderation.scorer.model.ModelException;
import java.nio.file.Path;

/// The native libraries, set up so that they call nobody and write where they may.
///
/// The environment of ONNX Runtime lives as long as the process.
final class NativeRuntime {

    /// Versions that were tried: 1.29.0 sends telemetry and crashes with long command lines.
    private static final String TESTED = "1.28.";

    private NativeRuntime() {}

    /// Loads them.
    ///
    /// @param cache folder for what the tokenizers unpack
    /// @throws ModelException when the libraries are of a version that was not tested, or cannot be loaded
    static OrtEnvironment open(Path cache) {
        // Read when the first class of the tokenizers is loaded; without it they ask the network where they run.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("DJL_CACHE_DIR", cache.toString());
        System.setProperty("ENGINE_CACHE_DIR", cache.toString());
        System.setProperty("RUST_FLAVOR", "cpu");
        System.setProperty("jna.tmpdir", cache.toString());
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment("millrace-scorer");
            require(environment.getVersion());
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot be set up: " + e.getMessage(), e);
        }
    }

    static void require(String version) {
        if (!version.startsWith(TESTED)) {
            throw new ModelException(
                    "ONNX Runtime " + version + " was not tested with this program, " + TESTED + "x was");
        }
    }
}
