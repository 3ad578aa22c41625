/** A program on the module path, of modules alone. */
module com.example.notes {
    requires io.github.oidcauth.client;
    requires io.github.oidcauth.testing;
}
