package io.millrace.moderation.scorer;

import io.millrace.schema.moderation.ScoreRequest;
import java.time.Instant;

/// A request as it was read.
///
/// @param since when it was written
record Asked(ScoreRequest request, Instant since) {}
