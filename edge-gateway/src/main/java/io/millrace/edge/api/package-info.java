/// The server API: what a backend may do with rooms and connections, whichever door it comes through.
@NullMarked
package io.millrace.edge.api;

import org.jspecify.annotations.NullMarked;
