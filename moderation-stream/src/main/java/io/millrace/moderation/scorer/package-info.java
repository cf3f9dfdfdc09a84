/// The scorer: a process of its own that answers requests for scores in batches; no request stays without an
/// answer.
@NullMarked
package io.millrace.moderation.scorer;

import org.jspecify.annotations.NullMarked;
