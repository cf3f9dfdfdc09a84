/// Starts the JMH benchmarks of the pure functions, which live in a module that knows the services.
@NullMarked
package io.millrace.bench.micro;

import org.jspecify.annotations.NullMarked;
