/// This edge's inbox: claimed by one incarnation at a time, read in order, handed to the rooms.
@NullMarked
package io.millrace.edge.deliver;

import org.jspecify.annotations.NullMarked;
