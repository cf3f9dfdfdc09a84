/// What a sender did lately, and what follows for its next message; pure, time comes in with the message.
@NullMarked
package io.millrace.moderation.conduct;

import org.jspecify.annotations.NullMarked;
