/// Turns what a user sent into text that rules can compare; pure, and every character knows where it came
/// from.
@NullMarked
package io.millrace.moderation.text;

import org.jspecify.annotations.NullMarked;
