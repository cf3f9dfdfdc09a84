/// Launches message-processor: the rooms and the archive, each of which may also run alone.
@NullMarked
package io.millrace.processor;

import org.jspecify.annotations.NullMarked;
