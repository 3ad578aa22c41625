package io.github.oidcauth.benchmarks;

import io.github.oidcauth.Token;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures concurrent callers that find one expired token, from the first start to the last result, and for comparison the
 * refresh of a single caller.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ExpiryBenchmark {
    /** An expired token that no caller has requested yet. */
    @State(Scope.Benchmark)
    public static class Expiry {
        @Param({"memory", "file", "java"})
        public String store;

        @Param({"100", "10000"})
        public int callers;

        ExpiryBench bench;

        @Setup
        public void open() {
            bench = new ExpiryBench(store, callers);
        }

        @Setup(Level.Invocation)
        public void expire() {
            bench.expire();
        }

        @TearDown
        public void close() {
            bench.close();
        }
    }

    /** Threads that are started before the measurement. */
    @State(Scope.Benchmark)
    public static class Threads {
        @Setup(Level.Invocation)
        public void startCallers(Expiry expiry) {
            expiry.bench.startCallers(false);
        }

        @TearDown(Level.Invocation)
        public void stopCallers(Expiry expiry) {
            expiry.bench.stopCallers();
        }
    }

    /** Virtual threads that are started before the measurement. They need Java 21. */
    @State(Scope.Benchmark)
    public static class VirtualThreads {
        @Setup(Level.Invocation)
        public void startCallers(Expiry expiry) {
            expiry.bench.startCallers(true);
        }

        @TearDown(Level.Invocation)
        public void stopCallers(Expiry expiry) {
            expiry.bench.stopCallers();
        }
    }

    @Benchmark
    public Token refresh(Expiry expiry) {
        return expiry.bench.alone();
    }

    @Benchmark
    public int refreshForCoroutines(Expiry expiry) {
        return expiry.bench.coroutines();
    }

    @Benchmark
    public int refreshForThreads(Expiry expiry, Threads threads) {
        return expiry.bench.release();
    }

    @Benchmark
    public int refreshForVirtualThreads(Expiry expiry, VirtualThreads threads) {
        return expiry.bench.release();
    }
}
