/// What follows from the records of rooms for everybody who keeps or shows them.
@NullMarked
package io.millrace.schema.room;

import org.jspecify.annotations.NullMarked;
