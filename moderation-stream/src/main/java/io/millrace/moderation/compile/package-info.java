/// Turns settings into what the rules need: whatever can be prepared before the first message is.
@NullMarked
package io.millrace.moderation.compile;

import org.jspecify.annotations.NullMarked;
