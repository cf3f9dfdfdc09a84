/// The edge's listener: the client endpoint, the page and the operators' routes.
@NullMarked
package io.millrace.edge.http;

import org.jspecify.annotations.NullMarked;
