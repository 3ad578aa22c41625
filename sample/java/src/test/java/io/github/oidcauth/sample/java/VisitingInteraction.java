package io.github.oidcauth.sample.java;

import io.github.oidcauth.BrowserLogin;
import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.UserInteraction;
import io.github.oidcauth.sample.server.ScriptedVisitor;

/** A user who does at once what they are asked to. Also shows that the interface can be implemented in Java. */
final class VisitingInteraction implements UserInteraction {
    private final boolean willing;

    VisitingInteraction(boolean willing) {
        this.willing = willing;
    }

    @Override
    public void showDeviceCode(DeviceCode code) {
        visit(() -> {
            var visitor = new ScriptedVisitor();
            if (willing) {
                visitor.approveDevice(code.getVerificationUri(), code.getUserCode());
            } else {
                visitor.denyDevice(code.getVerificationUri(), code.getUserCode());
            }
        });
    }

    @Override
    public void showBrowserLogin(BrowserLogin login) {
        visit(() -> {
            var visitor = new ScriptedVisitor();
            if (willing) {
                visitor.signIn(login.getUrl());
            } else {
                visitor.refuse(login.getUrl());
            }
        });
    }

    private static void visit(Runnable steps) {
        new Thread(steps, "visitor").start();
    }
}
