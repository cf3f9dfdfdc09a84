/// Whether many attack one room together; pure, time comes in with what happens in the room.
@NullMarked
package io.millrace.moderation.raid;

import org.jspecify.annotations.NullMarked;
