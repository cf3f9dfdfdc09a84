/// A TCP proxy that makes a network slow, narrow or dead; what it lets through it neither changes nor reorders.
@NullMarked
package io.millrace.faults.proxy;

import org.jspecify.annotations.NullMarked;
