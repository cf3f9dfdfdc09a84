package io.millrace.load.record;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/// Values that one thread records while another takes them away from time to time.
final class Meter {

    private final SingleWriterRecorder recorder = Latencies.recorder();
    private @Nullable Histogram spare;

    void record(long micros) {
        recorder.recordValue(micros);
    }

    /// What was recorded since the last call; valid until the next one. Called by one thread at a time.
    Histogram drain() {
        Histogram interval = recorder.getIntervalHistogram(spare);
        spare = interval;
        return interval;
    }
}
