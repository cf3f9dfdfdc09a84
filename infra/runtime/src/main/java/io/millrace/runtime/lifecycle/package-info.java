/// What is launched is closed, newest first; the only package that may start platform threads or end the process.
@NullMarked
package io.millrace.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
