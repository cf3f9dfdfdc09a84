/// What the desk is told; wrong values are named by their key before anything starts.
@NullMarked
package io.millrace.moderation.desk.config;

import org.jspecify.annotations.NullMarked;
