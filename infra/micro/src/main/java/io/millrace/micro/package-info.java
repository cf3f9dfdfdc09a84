/// JMH benchmarks of pure functions that run once or more for each message: no network, no clock, no disk.
@NullMarked
package io.millrace.micro;

import org.jspecify.annotations.NullMarked;
