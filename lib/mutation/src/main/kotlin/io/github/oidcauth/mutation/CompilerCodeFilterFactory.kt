package io.github.oidcauth.mutation

import org.pitest.mutationtest.build.InterceptorParameters
import org.pitest.mutationtest.build.MutationInterceptor
import org.pitest.mutationtest.build.MutationInterceptorFactory
import org.pitest.plugin.Feature

/**
 * Creates the filter. PIT finds this class by its name in `META-INF/services`; `-FCOMPILER` among PIT's features turns it off.
 */
class CompilerCodeFilterFactory : MutationInterceptorFactory {
    override fun description(): String = "Leaves out what Kotlin's compiler adds"

    override fun provides(): Feature =
        Feature.named("FCOMPILER").withDescription("Leaves out mutants of what Kotlin's compiler adds").withOnByDefault(true)

    override fun createInterceptor(parameters: InterceptorParameters): MutationInterceptor = CompilerCodeFilter()
}
