// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";
import {VM} from "../IVm.sol";
import {SubscriptionTest} from "./SubscriptionTest.sol";

contract SubscriptionRegistryTest is SubscriptionTest {
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

    function testFuzz_request_declares(Terms memory terms) public {
        _makeValid(terms);
        bytes32 id = _idOf(terms);

        VM.expectEmit(address(registry));
        emit ISubscriptionRegistry.DeclarationRequested(
            id, terms.provider, terms.consumer, terms.topic, terms.means, terms.purpose, terms.notBefore, terms.expiry
        );
        bytes32 answered = _request(terms);

        VM.assertEq(answered, id);
        ISubscriptionRegistry.Declaration memory declaration = registry.declarationOf(id);
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
                        revokedAt: 0,
                        consumerEpoch: 0,
                        generalEpoch: 0
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
        VM.warp(between(terms.requestedAt, terms.expiry - 1, later));

        _expectRefusal(terms, abi.encodeWithSelector(ISubscriptionRegistry.AlreadyDeclared.selector, id));
    }

    function testFuzz_decisions_areTheProvidersSidesAlone(Terms memory terms, address caller) public {
        _makeValid(terms);
        VM.assume(caller != terms.provider);
        bytes32 id = _request(terms);

        _refuse(Kind.Accept, id, caller, _notTheParty(id, caller));
        _refuse(Kind.Reject, id, caller, _notTheParty(id, caller));
    }

    function testFuzz_revoke_isTheProvidersSidesAlone(Terms memory terms, address caller) public {
        _makeValid(terms);
        VM.assume(caller != terms.provider);
        bytes32 id = _request(terms);
        _accept(terms, id, terms.requestedAt);

        _refuse(Kind.Revoke, id, caller, _notTheParty(id, caller));
        _refuse(Kind.Revoke, id, terms.consumer, _notTheParty(id, terms.consumer));
    }

    function testFuzz_renounce_isTheConsumersAlone(Terms memory terms, address caller, bool accepted) public {
        _makeValid(terms);
        VM.assume(caller != terms.consumer);
        bytes32 id = _request(terms);
        if (accepted) _accept(terms, id, terms.requestedAt);

        _refuse(Kind.Renounce, id, caller, _notTheParty(id, caller));
        _refuse(Kind.Renounce, id, terms.provider, _notTheParty(id, terms.provider));
    }

    function testFuzz_revoke_refusesWhatIsNotAccepted(Terms memory terms) public {
        _makeValid(terms);
        bytes32 id = _request(terms);

        _refuse(Kind.Revoke, id, terms.provider, _wrongStatus(id, ISubscriptionRegistry.Status.Requested));
    }

    function testFuzz_changes_refuseUnknownDeclarations(bytes32 id, address caller) public {
        bytes memory refusal = abi.encodeWithSelector(ISubscriptionRegistry.UnknownDeclaration.selector, id);

        for (uint256 index = uint256(Kind.Accept); index <= uint256(Kind.Renounce); ++index) {
            _refuse(Kind(index), id, caller, refusal);
        }
        VM.expectRevert(refusal);
        registry.declarationOf(id);
    }

    function testFuzz_changes_refuseWhatHasExpired(Terms memory terms, bool accepted, uint48 late) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        if (accepted) _accept(terms, id, terms.requestedAt);
        VM.warp(between(terms.expiry, type(uint48).max, late));

        _refuseAll(terms, id, ISubscriptionRegistry.Status.Expired);
    }

    /// @dev However it ended, and whatever comes later, nothing changes it any more.
    function testFuzz_changes_refuseWhatHasEnded(Terms memory terms, uint256 end, uint256 ended, uint256 later) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        ISubscriptionRegistry.Status status = _end(terms, id, end, between(terms.requestedAt, terms.expiry - 1, ended));
        bytes memory before = abi.encode(registry.declarationOf(id));
        VM.warp(between(uint48(block.timestamp), type(uint48).max, later));

        _refuseAll(terms, id, status);
        VM.prank(terms.provider);
        registry.revokeAllOf(terms.consumer);
        VM.prank(terms.provider);
        registry.revokeEverything();

        VM.assertEq(abi.encode(registry.declarationOf(id)), before);
    }

    function testFuzz_setDelegate(address provider, address delegate, uint48 until, uint48 time) public {
        VM.assume(provider != delegate && delegate != address(0));
        VM.warp(time);

        VM.expectEmit(address(registry));
        emit ISubscriptionRegistry.DelegateSet(provider, delegate, until);
        VM.prank(provider);
        registry.setDelegate(delegate, until);

        VM.assertEq(registry.delegateUntil(provider, delegate), until);
        VM.assertEq(registry.delegateUntil(delegate, provider), 0);
    }

    function testFuzz_setDelegate_refusesNobodyAndTheProvider(address provider, uint48 until) public {
        VM.expectRevert(abi.encodeWithSelector(ISubscriptionRegistry.InvalidDelegate.selector, address(0)));
        VM.prank(provider);
        registry.setDelegate(address(0), until);

        VM.assume(provider != address(0));
        VM.expectRevert(abi.encodeWithSelector(ISubscriptionRegistry.InvalidDelegate.selector, provider));
        VM.prank(provider);
        registry.setDelegate(provider, until);
    }

    /// @dev A delegate accepts, rejects and revokes before its end, and nothing from its end on; often the end is this second or the next.
    function testFuzz_delegates_actUntilTheirEnd(Terms memory terms, address delegate, uint48 until, uint48 time) public {
        _makeValid(terms);
        VM.assume(delegate != terms.provider && delegate != terms.consumer && delegate != address(0));
        bytes32 id = _request(terms);
        time = between(terms.requestedAt, terms.expiry - 1, time);
        if (until % 4 == 0) until = time + until / 4 % 2;
        VM.prank(terms.provider);
        registry.setDelegate(delegate, until);
        VM.warp(time);

        if (time < until) {
            _succeed(Kind.Accept, id, delegate, ISubscriptionRegistry.Status.Accepted);
            _refuse(Kind.Renounce, id, delegate, _notTheParty(id, delegate));
            _succeed(Kind.Revoke, id, delegate, ISubscriptionRegistry.Status.Revoked);
        } else {
            _refuse(Kind.Accept, id, delegate, _notTheParty(id, delegate));
            _refuse(Kind.Reject, id, delegate, _notTheParty(id, delegate));
            _succeed(Kind.Accept, id, terms.provider, ISubscriptionRegistry.Status.Accepted);
            _refuse(Kind.Revoke, id, delegate, _notTheParty(id, delegate));
        }
    }

    function testFuzz_delegates_leaveWhatTheyGranted(Terms memory terms, address delegate) public {
        _makeValid(terms);
        VM.assume(delegate != terms.provider && delegate != address(0));
        bytes32 id = _request(terms);
        VM.prank(terms.provider);
        registry.setDelegate(delegate, type(uint48).max);
        VM.assume(terms.requestedAt != type(uint48).max);
        VM.expectEmit(address(registry));
        emit ISubscriptionRegistry.DeclarationAccepted(id, terms.provider, terms.consumer, delegate);
        VM.prank(delegate);
        registry.accept(id);

        VM.prank(terms.provider);
        registry.setDelegate(delegate, 0);

        _requireStatus(id, terms.requestedAt, ISubscriptionRegistry.Status.Accepted);
    }

    function testFuzz_revokeAllOf_refusesNobody(address provider) public {
        VM.expectRevert(abi.encodeWithSelector(ISubscriptionRegistry.InvalidConsumer.selector, address(0)));
        VM.prank(provider);
        registry.revokeAllOf(address(0));
    }

    /// @dev Other providers' epochs, and this provider's for other consumers, end nothing here.
    function testFuzz_epochs_areTheirProvidersAndConsumersAlone(Terms memory terms, address otherProvider, address otherConsumer) public {
        _makeValid(terms);
        VM.assume(otherProvider != terms.provider && otherConsumer != terms.consumer && otherConsumer != address(0));
        bytes32 id = _request(terms);
        _accept(terms, id, terms.requestedAt);

        VM.prank(terms.provider);
        registry.revokeAllOf(otherConsumer);
        VM.prank(otherProvider);
        registry.revokeAllOf(terms.consumer);
        VM.prank(otherProvider);
        registry.revokeEverything();

        _requireStatus(id, terms.requestedAt, ISubscriptionRegistry.Status.Accepted);
        VM.assertEq(registry.declarationOf(id).revokedAt, 0);
    }

    function testFuzz_epochs_leaveRequests(Terms memory terms, bool everything) public {
        _makeValid(terms);
        bytes32 id = _request(terms);

        _endEpoch(terms, everything, terms.requestedAt, 0);
        _requireStatus(id, terms.requestedAt, ISubscriptionRegistry.Status.Requested);
        _accept(terms, id, terms.requestedAt);

        _requireStatus(id, terms.requestedAt, ISubscriptionRegistry.Status.Accepted);
        ISubscriptionRegistry.Declaration memory declaration = registry.declarationOf(id);
        VM.assertEq(declaration.consumerEpoch, everything ? 0 : 1);
        VM.assertEq(declaration.generalEpoch, everything ? 1 : 0);
    }

    function testFuzz_epochs_keepWhenTheyEnded(address provider, address consumer, uint48[4] memory times) public {
        VM.assume(consumer != address(0));
        uint48 time = 1;
        for (uint32 epoch = 0; epoch < 4; ++epoch) {
            time = times[epoch] = between(time, type(uint48).max, times[epoch]);
            VM.warp(time);
            VM.expectEmit(address(registry));
            emit ISubscriptionRegistry.AllRevoked(provider, consumer, epoch);
            VM.prank(provider);
            registry.revokeAllOf(consumer);
        }

        VM.assertEq(registry.epochOf(provider, consumer), 4);
        VM.assertEq(registry.epochEndedAt(provider, consumer, 4), 0);
        for (uint32 epoch = 0; epoch < 4; ++epoch) {
            VM.assertEq(registry.epochEndedAt(provider, consumer, epoch), times[epoch]);
        }
    }

    function testFuzz_statusAt_rejectedRequest(Terms memory terms, uint256 decision, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 decidedAt = between(terms.requestedAt, terms.expiry - 1, decision);
        VM.warp(decidedAt);
        VM.expectEmit(address(registry));
        emit ISubscriptionRegistry.DeclarationRejected(id, terms.provider, terms.consumer, terms.provider);
        VM.prank(terms.provider);
        registry.reject(id);
        VM.warp(type(uint48).max);

        ISubscriptionRegistry.Status expected = asked < terms.requestedAt
            ? ISubscriptionRegistry.Status.None
            : asked < decidedAt ? ISubscriptionRegistry.Status.Requested : ISubscriptionRegistry.Status.Rejected;
        _requireStatus(id, asked, expected);
        VM.assertEq(registry.isActive(id, asked), false);
    }

    function testFuzz_statusAt_acceptedAndEnded(Terms memory terms, uint256 decision, uint256 end, bool renounced, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 decidedAt = between(terms.requestedAt, terms.expiry - 1, decision);
        uint48 endedAt = between(decidedAt, terms.expiry - 1, end);
        _accept(terms, id, decidedAt);
        if (renounced) _renounce(terms, id, endedAt);
        else _revoke(terms, id, endedAt);
        VM.warp(type(uint48).max);

        ISubscriptionRegistry.Status final_ = renounced ? ISubscriptionRegistry.Status.Renounced : ISubscriptionRegistry.Status.Revoked;
        _requireStatus(id, asked, _expected(terms, decidedAt, endedAt, final_, asked));
        VM.assertEq(registry.isActive(id, asked), asked >= decidedAt && asked < endedAt && asked >= terms.notBefore);
    }

    /// @dev Two epochs end before the acceptance, then the one that ends it, and two more; each either for the consumer or for everybody.
    function testFuzz_statusAt_acceptedAndAllRevoked(Terms memory terms, uint256 decision, uint256 end, uint256 which, uint256 pause, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 decidedAt = between(terms.requestedAt, terms.expiry - 1, decision);
        uint48 endedAt = between(decidedAt, terms.expiry - 1, end);
        uint32[2] memory counts;
        counts[which % 2]++;
        _endEpoch(terms, which % 2 == 1, terms.requestedAt, 0);
        _endEpoch(terms, which / 2 % 2 == 1, decidedAt, counts[which / 2 % 2]++);
        _accept(terms, id, decidedAt);
        uint48 later = endedAt;
        for (uint256 index = 2; index < 5; ++index) {
            uint256 kind = (which >> index) % 2;
            _endEpoch(terms, kind == 1, later, counts[kind]++);
            later = between(later, type(uint48).max, pause);
        }
        VM.warp(type(uint48).max);

        _requireStatus(id, asked, _expected(terms, decidedAt, endedAt, ISubscriptionRegistry.Status.Revoked, asked));
        VM.assertEq(registry.isActive(id, asked), asked >= decidedAt && asked < endedAt && asked >= terms.notBefore);
        VM.assertEq(registry.declarationOf(id).revokedAt, endedAt);
    }

    /// @dev What has expired stays so, also when its epoch ends later.
    function testFuzz_statusAt_allRevokedAfterTheExpiry(Terms memory terms, uint256 decision, bool everything, uint48 late, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 decidedAt = between(terms.requestedAt, terms.expiry - 1, decision);
        _accept(terms, id, decidedAt);
        _endEpoch(terms, everything, between(terms.expiry, type(uint48).max, late), 0);
        VM.warp(type(uint48).max);

        _requireStatus(id, asked, _expected(terms, decidedAt, terms.expiry, ISubscriptionRegistry.Status.Expired, asked));
        VM.assertEq(registry.declarationOf(id).revokedAt, 0);
    }

    function testFuzz_statusAt_acceptedAndExpired(Terms memory terms, uint256 decision, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 decidedAt = between(terms.requestedAt, terms.expiry - 1, decision);
        _accept(terms, id, decidedAt);
        VM.warp(type(uint48).max);

        _requireStatus(id, asked, _expected(terms, decidedAt, terms.expiry, ISubscriptionRegistry.Status.Expired, asked));
        VM.assertEq(registry.isActive(id, asked), asked >= decidedAt && asked < terms.expiry && asked >= terms.notBefore);
    }

    function testFuzz_statusAt_withdrawnRequest(Terms memory terms, uint256 withdrawal, uint48 asked) public {
        _makeValid(terms);
        bytes32 id = _request(terms);
        uint48 revokedAt = between(terms.requestedAt, terms.expiry - 1, withdrawal);
        _renounce(terms, id, revokedAt);
        VM.warp(type(uint48).max);

        ISubscriptionRegistry.Status expected = asked >= revokedAt
            ? ISubscriptionRegistry.Status.Renounced
            : asked >= terms.requestedAt ? ISubscriptionRegistry.Status.Requested : ISubscriptionRegistry.Status.None;
        _requireStatus(id, asked, expected);
        VM.assertEq(registry.isActive(id, asked), false);
    }

    function testFuzz_statusAt_isNoneForUnknownDeclarations(bytes32 id, uint48 asked) public {
        VM.warp(type(uint48).max);

        _requireStatus(id, asked, ISubscriptionRegistry.Status.None);
        VM.assertEq(uint256(registry.statusOf(id)), uint256(ISubscriptionRegistry.Status.None));
        VM.assertEq(registry.isActive(id, asked), false);
    }

    function testFuzz_statusAt_refusesTheFuture(bytes32 id, uint48 current, uint48 asked) public {
        VM.assume(asked > current);
        VM.warp(current);
        bytes memory refusal = abi.encodeWithSelector(ISubscriptionRegistry.TimeInFuture.selector, asked, current);

        VM.expectRevert(refusal);
        registry.statusAt(id, asked);

        VM.expectRevert(refusal);
        registry.isActive(id, asked);
    }

    function testFuzz_idOf_isTheHashOfChainRegistryAndContent(Terms memory terms, uint64 chainId) public {
        VM.chainId(chainId);
        bytes memory place = abi.encode(chainId, address(registry), terms.provider, terms.consumer);
        bytes memory content = abi.encode(terms.topic, terms.means, terms.purpose, terms.notBefore, terms.expiry);

        VM.assertEq(_idOf(terms), keccak256(bytes.concat(place, content)));
    }

    /// @dev Turns any terms into ones that the registry takes, and goes to the time of the request.
    function _makeValid(Terms memory terms) private {
        VM.assume(terms.provider != address(0) && terms.consumer != address(0) && terms.provider != terms.consumer);
        VM.assume(terms.topic != bytes32(0) && terms.purpose != 0);
        terms.means = 1 + terms.means % 3;
        if (terms.notBefore > terms.expiry) (terms.notBefore, terms.expiry) = (terms.expiry, terms.notBefore);
        VM.assume(terms.notBefore != terms.expiry);
        terms.requestedAt = between(1, type(uint48).max, terms.requestedAt);
        VM.assume(terms.requestedAt < terms.expiry);
        VM.warp(terms.requestedAt);
    }

    function _request(Terms memory terms) private returns (bytes32) {
        VM.prank(terms.consumer);
        return registry.request(terms.provider, terms.topic, terms.means, terms.purpose, terms.notBefore, terms.expiry);
    }

    function _accept(Terms memory terms, bytes32 id, uint48 time) private {
        VM.warp(time);
        VM.expectEmit(address(registry));
        emit ISubscriptionRegistry.DeclarationAccepted(id, terms.provider, terms.consumer, terms.provider);
        VM.prank(terms.provider);
        registry.accept(id);
    }

    function _revoke(Terms memory terms, bytes32 id, uint48 time) private {
        VM.warp(time);
        VM.expectEmit(address(registry));
        emit ISubscriptionRegistry.DeclarationRevoked(id, terms.provider, terms.consumer, terms.provider);
        VM.prank(terms.provider);
        registry.revoke(id);
    }

    function _renounce(Terms memory terms, bytes32 id, uint48 time) private {
        VM.warp(time);
        VM.expectEmit(address(registry));
        emit ISubscriptionRegistry.DeclarationRenounced(id, terms.provider, terms.consumer);
        VM.prank(terms.consumer);
        registry.renounce(id);
    }

    function _endEpoch(Terms memory terms, bool everything, uint48 time, uint32 epoch) private {
        VM.warp(time);
        VM.expectEmit(address(registry));
        emit ISubscriptionRegistry.AllRevoked(terms.provider, everything ? address(0) : terms.consumer, epoch);
        VM.prank(terms.provider);
        if (everything) registry.revokeEverything();
        else registry.revokeAllOf(terms.consumer);
    }

    /// @dev One of the ways in which a request ends before its expiry.
    function _end(Terms memory terms, bytes32 id, uint256 way, uint48 time) private returns (ISubscriptionRegistry.Status) {
        VM.warp(time);
        if (way % 5 == 0) {
            VM.prank(terms.provider);
            registry.reject(id);
            return ISubscriptionRegistry.Status.Rejected;
        }
        if (way % 5 == 1) {
            _renounce(terms, id, time);
            return ISubscriptionRegistry.Status.Renounced;
        }
        _accept(terms, id, time);
        if (way % 5 == 2) {
            _renounce(terms, id, time);
            return ISubscriptionRegistry.Status.Renounced;
        }
        if (way % 5 == 3) _revoke(terms, id, time);
        else _endEpoch(terms, true, time, 0);
        return ISubscriptionRegistry.Status.Revoked;
    }

    function _refuseAll(Terms memory terms, bytes32 id, ISubscriptionRegistry.Status status) private {
        _refuse(Kind.Accept, id, terms.provider, _wrongStatus(id, status));
        _refuse(Kind.Reject, id, terms.provider, _wrongStatus(id, status));
        _refuse(Kind.Revoke, id, terms.provider, _wrongStatus(id, status));
        _refuse(Kind.Renounce, id, terms.consumer, _wrongStatus(id, status));
    }

    function _refuse(Kind kind, bytes32 id, address caller, bytes memory refusal) private {
        VM.prank(caller);
        (bool done, bytes memory reason) = address(registry).call(direct(kind, abi.encode(id)));
        VM.assertEq(done, false);
        VM.assertEq(reason, refusal);
    }

    function _succeed(Kind kind, bytes32 id, address caller, ISubscriptionRegistry.Status expected) private {
        VM.prank(caller);
        (bool done,) = address(registry).call(direct(kind, abi.encode(id)));
        VM.assertEq(done, true);
        VM.assertEq(uint256(registry.statusOf(id)), uint256(expected));
    }

    function _expectRefusal(Terms memory terms, bytes memory reason) private {
        VM.expectRevert(reason);
        _request(terms);
    }

    function _requireStatus(bytes32 id, uint48 time, ISubscriptionRegistry.Status expected) private view {
        VM.assertEq(uint256(registry.statusAt(id, time)), uint256(expected));
    }

    /// @dev The status of what was accepted and ended. The later change wins where both happen in the same second.
    function _expected(Terms memory terms, uint48 decidedAt, uint48 endedAt, ISubscriptionRegistry.Status end, uint48 asked)
        private
        pure
        returns (ISubscriptionRegistry.Status)
    {
        if (asked >= endedAt) return end;
        if (asked >= decidedAt) return ISubscriptionRegistry.Status.Accepted;
        return asked >= terms.requestedAt ? ISubscriptionRegistry.Status.Requested : ISubscriptionRegistry.Status.None;
    }

    function _notTheParty(bytes32 id, address caller) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ISubscriptionRegistry.NotTheParty.selector, id, caller);
    }

    function _wrongStatus(bytes32 id, ISubscriptionRegistry.Status status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ISubscriptionRegistry.WrongStatus.selector, id, status);
    }

    function _idOf(Terms memory terms) private view returns (bytes32) {
        return registry.idOf(terms.provider, terms.consumer, terms.topic, terms.means, terms.purpose, terms.notBefore, terms.expiry);
    }
}
