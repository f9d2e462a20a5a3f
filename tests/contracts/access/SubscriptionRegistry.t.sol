// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";
import {SubscriptionRegistry} from "../../../contracts/access/SubscriptionRegistry.sol";
import {VM} from "../IVm.sol";

contract SubscriptionRegistryTest {
    /// @dev What is asked for, by whom, and when.
    struct Terms {
        address provider;
        address consumer;
        bytes32 topic;
        uint8 means;
        uint32 purpose;
        uint48 notBefore;
        uint48 expiry;
        uint48 requestedAt;
    }

    SubscriptionRegistry private _registry = new SubscriptionRegistry();

    function testFuzz_request_declares(Terms memory terms) public {
        _makeValid(terms);
        bytes32 id = _idOf(terms);

        VM.expectEmit(address(_registry));
        emit ISubscriptionRegistry.DeclarationRequested(
            id, terms.provider, terms.consumer, terms.topic, terms.means, terms.purpose, terms.notBefore, terms.expiry
        );
        bytes32 answered = _request(terms);

        VM.assertEq(answered, id);
        ISubscriptionRegistry.Declaration memory declaration = _registry.declarationOf(id);
        VM.assertEq(
            keccak256(abi.encode(declaration)),
            keccak256(
                abi.encode(
                    ISubscriptionRegistry.Declaration({
                        provider: terms.provider,
                        consumer: terms.consumer,
                        topic: terms.topic,
                        means: terms.means,
                        purpose: terms.purpose,
                        notBefore: terms.notBefore,
                        expiry: terms.expiry,
                        status: ISubscriptionRegistry.Status.Requested,
                        requestedAt: terms.requestedAt,
                        decidedAt: 0,
                        revokedAt: 0
                    })
                )
            )
        );
    }

    function testFuzz_request_refusesNoProvider(Terms memory terms) public {
        _makeValid(terms);
        terms.provider = address(0);
        _expectRefusal(terms, abi.encodeWithSelector(ISubscriptionRegistry.InvalidProvider.selector, address(0)));

        terms.provider = terms.consumer;
        _expectRefusal(terms, abi.encodeWithSelector(ISubscriptionRegistry.InvalidProvider.selector, terms.consumer));
    }

    function testFuzz_request_refusesMissingMembers(Terms memory terms) public {
        _makeValid(terms);
        uint32 purpose = terms.purpose;
        terms.purpose = 0;
        _expectRefusal(terms, abi.encodeWithSelector(ISubscriptionRegistry.MissingPurpose.selector, terms.provider));

        terms.purpose = purpose;
        terms.topic = bytes32(0);
        _expectRefusal(terms, abi.encodeWithSelector(ISubscriptionRegistry.MissingTopic.selector, terms.provider));
    }

    function testFuzz_request_refusesUnknownMeans(Terms memory terms, uint8 means) public {
        _makeValid(terms);
        VM.assume(means == 0 || means > 3);
        terms.means = means;

        _expectRefusal(terms, abi.encodeWithSelector(ISubscriptionRegistry.InvalidMeans.selector, means));
    }

    function testFuzz_request_refusesAPeriodThatIsEmptyOrOver(Terms memory terms, uint48 notBefore, uint48 expiry) public {
        _makeValid(terms);
        VM.assume(notBefore >= expiry || expiry <= terms.requestedAt);
        (terms.notBefore, terms.expiry) = (notBefore, expiry);

        _expectRefusal(terms, abi.encodeWithSelector(ISubscriptionRegistry.InvalidPeriod.selector, notBefore, expiry));
    }

    function testFuzz_request_refusesTheSameDeclarationAgain(Terms memory terms, uint256 later) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        VM.warp(_between(terms.requestedAt, terms.expiry - 1, later));

        _expectRefusal(terms, abi.encodeWithSelector(ISubscriptionRegistry.AlreadyDeclared.selector, id));
    }

    function testFuzz_decisions_areTheProvidersAlone(Terms memory terms, address caller) public {
        _makeValid(terms);
        VM.assume(caller != terms.provider);
        bytes32 id = _request(terms);
        bytes memory refusal = abi.encodeWithSelector(ISubscriptionRegistry.NotTheParty.selector, id, caller);

        VM.expectRevert(refusal);
        VM.prank(caller);
        _registry.accept(id);

        VM.expectRevert(refusal);
        VM.prank(caller);
        _registry.reject(id);
    }

    function testFuzz_revoke_isForThePartiesAlone(Terms memory terms, address caller) public {
        _makeValid(terms);
        VM.assume(caller != terms.provider && caller != terms.consumer);
        bytes32 id = _request(terms);
        VM.prank(terms.provider);
        _registry.accept(id);

        VM.expectRevert(abi.encodeWithSelector(ISubscriptionRegistry.NotTheParty.selector, id, caller));
        VM.prank(caller);
        _registry.revoke(id);
    }

    function testFuzz_changes_refuseUnknownDeclarations(bytes32 id, address caller) public {
        bytes memory refusal = abi.encodeWithSelector(ISubscriptionRegistry.UnknownDeclaration.selector, id);

        VM.expectRevert(refusal);
        VM.prank(caller);
        _registry.accept(id);

        VM.expectRevert(refusal);
        VM.prank(caller);
        _registry.reject(id);

        VM.expectRevert(refusal);
        VM.prank(caller);
        _registry.revoke(id);

        VM.expectRevert(refusal);
        _registry.declarationOf(id);
    }

    function testFuzz_changes_refuseWhatHasExpired(Terms memory terms, uint48 late) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        VM.warp(_between(terms.expiry, type(uint48).max, late));
        bytes memory refusal = abi.encodeWithSelector(ISubscriptionRegistry.WrongStatus.selector, id, ISubscriptionRegistry.Status.Expired);

        VM.expectRevert(refusal);
        VM.prank(terms.provider);
        _registry.accept(id);

        VM.expectRevert(refusal);
        VM.prank(terms.provider);
        _registry.reject(id);

        VM.expectRevert(refusal);
        VM.prank(terms.consumer);
        _registry.revoke(id);
    }

    function testFuzz_statusAt_rejectedRequest(Terms memory terms, uint256 decision, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 decidedAt = _between(terms.requestedAt, terms.expiry - 1, decision);
        VM.warp(decidedAt);
        VM.expectEmit(address(_registry));
        emit ISubscriptionRegistry.DeclarationRejected(id, terms.provider, terms.consumer);
        VM.prank(terms.provider);
        _registry.reject(id);
        VM.warp(type(uint48).max);

        ISubscriptionRegistry.Status expected = asked < terms.requestedAt
            ? ISubscriptionRegistry.Status.None
            : asked < decidedAt ? ISubscriptionRegistry.Status.Requested : ISubscriptionRegistry.Status.Rejected;
        _requireStatus(id, asked, expected);
        VM.assertEq(_registry.isActive(id, asked), false);
    }

    function testFuzz_statusAt_acceptedAndRevoked(Terms memory terms, uint256 decision, uint256 revocation, bool byProvider, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 decidedAt = _between(terms.requestedAt, terms.expiry - 1, decision);
        uint48 revokedAt = _between(decidedAt, terms.expiry - 1, revocation);
        _accept(terms, id, decidedAt);
        _revoke(terms, id, revokedAt, byProvider ? terms.provider : terms.consumer);
        VM.warp(type(uint48).max);

        // The later change wins where both happen in the same second.
        ISubscriptionRegistry.Status expected = asked >= revokedAt
            ? ISubscriptionRegistry.Status.Revoked
            : asked >= decidedAt
                ? ISubscriptionRegistry.Status.Accepted
                : asked >= terms.requestedAt ? ISubscriptionRegistry.Status.Requested : ISubscriptionRegistry.Status.None;
        _requireStatus(id, asked, expected);
        VM.assertEq(_registry.isActive(id, asked), asked >= decidedAt && asked < revokedAt && asked >= terms.notBefore);
    }

    function testFuzz_statusAt_acceptedAndExpired(Terms memory terms, uint256 decision, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 decidedAt = _between(terms.requestedAt, terms.expiry - 1, decision);
        _accept(terms, id, decidedAt);
        VM.warp(type(uint48).max);

        ISubscriptionRegistry.Status expected = asked >= terms.expiry
            ? ISubscriptionRegistry.Status.Expired
            : asked >= decidedAt
                ? ISubscriptionRegistry.Status.Accepted
                : asked >= terms.requestedAt ? ISubscriptionRegistry.Status.Requested : ISubscriptionRegistry.Status.None;
        _requireStatus(id, asked, expected);
        VM.assertEq(_registry.isActive(id, asked), asked >= decidedAt && asked < terms.expiry && asked >= terms.notBefore);
    }

    function testFuzz_statusAt_withdrawnRequest(Terms memory terms, uint256 withdrawal, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 revokedAt = _between(terms.requestedAt, terms.expiry - 1, withdrawal);
        _revoke(terms, id, revokedAt, terms.consumer);
        VM.warp(type(uint48).max);

        ISubscriptionRegistry.Status expected = asked >= revokedAt
            ? ISubscriptionRegistry.Status.Revoked
            : asked >= terms.requestedAt ? ISubscriptionRegistry.Status.Requested : ISubscriptionRegistry.Status.None;
        _requireStatus(id, asked, expected);
        VM.assertEq(_registry.isActive(id, asked), false);
    }

    function testFuzz_statusAt_isNoneForUnknownDeclarations(bytes32 id, uint48 asked) public {
        VM.warp(type(uint48).max);

        _requireStatus(id, asked, ISubscriptionRegistry.Status.None);
        VM.assertEq(uint256(_registry.statusOf(id)), uint256(ISubscriptionRegistry.Status.None));
        VM.assertEq(_registry.isActive(id, asked), false);
    }

    function testFuzz_statusAt_refusesTheFuture(bytes32 id, uint48 current, uint48 asked) public {
        VM.assume(asked > current);
        VM.warp(current);
        bytes memory refusal = abi.encodeWithSelector(ISubscriptionRegistry.TimeInFuture.selector, asked, current);

        VM.expectRevert(refusal);
        _registry.statusAt(id, asked);

        VM.expectRevert(refusal);
        _registry.isActive(id, asked);
    }

    function testFuzz_idOf_isTheHashOfChainRegistryAndContent(Terms memory terms, uint64 chainId) public {
        VM.chainId(chainId);
        bytes memory place = abi.encode(chainId, address(_registry), terms.provider, terms.consumer);
        bytes memory content = abi.encode(terms.topic, terms.means, terms.purpose, terms.notBefore, terms.expiry);

        VM.assertEq(_idOf(terms), keccak256(bytes.concat(place, content)));
    }

    /// @dev Turns any terms into ones that the registry takes, and goes to the time of the request.
    function _makeValid(Terms memory terms) private {
        VM.assume(terms.provider != address(0) && terms.provider != terms.consumer);
        VM.assume(terms.topic != bytes32(0) && terms.purpose != 0);
        terms.means = 1 + terms.means % 3;
        if (terms.notBefore > terms.expiry) (terms.notBefore, terms.expiry) = (terms.expiry, terms.notBefore);
        VM.assume(terms.notBefore != terms.expiry);
        terms.requestedAt = _between(1, type(uint48).max, terms.requestedAt);
        VM.assume(terms.requestedAt < terms.expiry);
        VM.warp(terms.requestedAt);
    }

    function _request(Terms memory terms) private returns (bytes32) {
        VM.prank(terms.consumer);
        return _registry.request(terms.provider, terms.topic, terms.means, terms.purpose, terms.notBefore, terms.expiry);
    }

    function _accept(Terms memory terms, bytes32 id, uint48 time) private {
        VM.warp(time);
        VM.expectEmit(address(_registry));
        emit ISubscriptionRegistry.DeclarationAccepted(id, terms.provider, terms.consumer);
        VM.prank(terms.provider);
        _registry.accept(id);
    }

    function _revoke(Terms memory terms, bytes32 id, uint48 time, address by) private {
        VM.warp(time);
        VM.expectEmit(address(_registry));
        emit ISubscriptionRegistry.DeclarationRevoked(id, terms.provider, terms.consumer, by);
        VM.prank(by);
        _registry.revoke(id);
    }

    function _expectRefusal(Terms memory terms, bytes memory reason) private {
        VM.expectRevert(reason);
        _request(terms);
    }

    function _requireStatus(bytes32 id, uint48 time, ISubscriptionRegistry.Status expected) private view {
        VM.assertEq(uint256(_registry.statusAt(id, time)), uint256(expected));
    }

    function _idOf(Terms memory terms) private view returns (bytes32) {
        return _registry.idOf(terms.provider, terms.consumer, terms.topic, terms.means, terms.purpose, terms.notBefore, terms.expiry);
    }

    function _between(uint48 least, uint48 greatest, uint256 seed) private pure returns (uint48) {
        // casting to 'uint48' is safe because the sum is at most `greatest`
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint48(least + seed % (uint256(greatest) - least + 1));
    }
}
