/// How fast a sender may send; pure integer arithmetic, time comes in with the message.
@NullMarked
package io.millrace.moderation.limit;

import org.jspecify.annotations.NullMarked;
