/// The moderation service: opens its parts in order and closes them in reverse.
@NullMarked
package io.millrace.moderation;

import org.jspecify.annotations.NullMarked;
