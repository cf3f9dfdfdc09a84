/// The moderation desk: people decide what the rules and the model leave open. It is never in the way of a
/// message.
@NullMarked
package io.millrace.moderation.desk;

import org.jspecify.annotations.NullMarked;
