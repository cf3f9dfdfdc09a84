/// The configuration of the edge, valid once it exists.
@NullMarked
package io.millrace.edge.config;

import org.jspecify.annotations.NullMarked;
