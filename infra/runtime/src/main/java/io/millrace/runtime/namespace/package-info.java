/// What the rooms of a namespace may do; the same answer in every service.
@NullMarked
package io.millrace.runtime.namespace;

import org.jspecify.annotations.NullMarked;
