package dev.cooper.simulator;

/** One line of an ACL. */
public record Grant(Grantee grantee, Permission permission) {
    boolean appliesTo(Principal principal) {
        return switch (grantee) {
            case Grantee.AllUsers() -> true;
            case Grantee.AuthenticatedUsers() -> principal instanceof Principal.Member;
            case Grantee.User(String id) ->
                principal instanceof Principal.Member member && member.userId().equals(id);
        };
    }
}
