/// How long services take to start, what they hold then, and what the JDK's AOT cache saves of it.
@NullMarked
package io.millrace.bench.start;

import org.jspecify.annotations.NullMarked;
