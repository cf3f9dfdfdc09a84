/// Strikes that fade, and the ladder of what they lead to; pure, time comes in with the strike.
@NullMarked
package io.millrace.moderation.strike;

import org.jspecify.annotations.NullMarked;
