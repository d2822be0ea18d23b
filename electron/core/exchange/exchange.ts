import { refuse } from '../../../shared/contract/failures.ts';
import type { exchangeMethods } from '../../../shared/exchange/methods.ts';
import type { Partner } from '../../../shared/exchange/partner.ts';
import type { Context, Handlers } from '../context.ts';
import { accountsOf, decideAccount } from './accounts.ts';
import { storedAnswer, writeAnswer } from './answer-file.ts';
import { answerSheet, signedAnswers } from './answer-sheet.ts';
import { giveApproval, recordPaper } from './approvals.ts';
import { decide, decidePackage } from './decide.ts';
import { discProgram } from './disc-program.ts';
import { ownEnrolment, previewEnrolment, takeEnrolment } from './enrol.ts';
import { giveUp, salvageHeld } from './intake.ts';
import { listIntake, storedIntake } from './intake-list.ts';
import { takePackages } from './intake-run.ts';
import { listPackages, sentPackage, sentRecords } from './ledger.ts';
import { listMedia, moveMedium, nextNumber, registerMedium } from './media.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { approvalSheetOf, outboxOf } from './outbox.ts';
import { sealPackage } from './pack.ts';
import { type FoundPackage, packagesIn } from './package-files.ts';
import { confirmPartner, listPartners, type PartnerKeys, revokePartner } from './partners.ts';
import { releaseDecisions, signDecisions } from './release.ts';
import { sendAgain, waitOn } from './resend.ts';
import { returnNotice } from './return-notice.ts';
import { answersWaiting, listReview, reviewRecord } from './review.ts';
import { clearLeftovers } from './sealed-file.ts';
import { slipOf } from './slip.ts';
import { dropSpareKeys, makeSpareKey, readSpareFile, spareKeys, useSpareKey } from './spare-key.ts';
import { staged } from './staged.ts';
import { takeAnswers } from './take-answers.ts';
import { tellAgain } from './tell-again.ts';
import { unpackTo } from './unpack.ts';
import { burnSealed, imageSealed } from './write-disc.ts';
import { handOver, writeSealed } from './write-sealed.ts';

export { auditEchoes, auditEchoOf } from './answers.ts';
export { decide } from './decide.ts';
export {
  receivedSince,
  returnedCatalogs,
  type SentFacts,
  sentFacts,
  unconfirmedPartners,
  unsignedSequences,
} from './desk-facts.ts';
export { dispatchHandlers } from './dispatch.ts';
export { listPackages } from './ledger.ts';
export { listHandlers } from './list.ts';
export { openLines } from './list-lines.ts';
export { packagesIn } from './package-files.ts';
export { listPartners, senderKeyOf } from './partners.ts';
export { rulesOf } from './record-rules.ts';

/** What leaves the station: 单位接入, 上报, 收件, 审核. */
export const exchangeHandlers: Handlers<typeof exchangeMethods> = {
  'enrol.own': (_, { station }) => {
    const { name, uscc } = station.info();
    return { id: station.id, role: station.role, name, uscc, fingerprint: station.fingerprint };
  },
  'enrol.partners': (_, { station }) => ({ partners: listPartners(station).map(withoutKeys) }),
  'enrol.request': ({ to }, { station }) => ownEnrolment(station, to),
  'enrol.preview': ({ name, bytes }, { station }) => previewEnrolment(station, name, bytes),
  'enrol.accept': ({ name, bytes, fingerprint, to }, ctx) => {
    const partner = takeEnrolment(ctx, name, bytes, fingerprint);
    const answer = ownEnrolment(ctx.station, to, partner.fingerprint);
    ctx.changed('partner');
    return { partner: withoutKeys(partner), answer };
  },
  'enrol.finish': ({ name, bytes, fingerprint }, ctx) => {
    const partner = takeEnrolment(ctx, name, bytes, fingerprint);
    ctx.changed('partner');
    return { partner: withoutKeys(partner) };
  },
  'enrol.confirm': ({ station, fingerprint }, ctx) => {
    const partner = confirmPartner(ctx, station, fingerprint);
    ctx.changed('partner');
    return withoutKeys(partner);
  },
  'enrol.revoke': ({ station, reason }, ctx) => {
    const partner = revokePartner(ctx, station, reason);
    ctx.changed('partner');
    return withoutKeys(partner);
  },
  'enrol.accounts': ({ station: partner }, { station }) => ({ accounts: accountsOf(station, partner) }),
  'enrol.decideAccount': (decision, ctx) => {
    const accounts = decideAccount(ctx, decision);
    ctx.changed('partner');
    return { accounts };
  },
  'enrol.spareKeys': (_, { station }) => spareKeys(station),
  'enrol.makeSpare': async ({ to }, ctx) => {
    const made = await makeSpareKey(actingOf(ctx), to);
    ctx.changed('partner');
    return made;
  },
  'enrol.useSpare': async ({ path, code }, ctx) => {
    const publicKey = await useSpareKey(actingOf(ctx), path, readSpareFile(path), code);
    ctx.changed('partner');
    return { publicKey };
  },
  'enrol.dropSpare': (_, ctx) => {
    dropSpareKeys(ctx);
    ctx.changed('partner');
    return {};
  },

  'exchange.outbox': (_, { station }) => outboxOf(station),
  'approval.give': ({ kind, records, text }, ctx) => {
    const covered = giveApproval(ctx, kind, records, text);
    ctx.changed('package');
    return { covered };
  },
  'approval.record': ({ head, secrecy }, ctx) => {
    const covered = ctx.station.transaction(
      () => (head ? recordPaper(ctx, 'head', head) : 0) + (secrecy ? recordPaper(ctx, 'secrecy', secrecy) : 0),
    );
    ctx.changed('package');
    return { covered };
  },
  'approval.refuse': ({ records, reason }, ctx) => {
    const remarks = [{ field: '', remark: reason }];
    const moved = ctx.station.transaction(
      () =>
        records.filter((id) => waitOn(ctx.station, id) || ctx.station.records.step(id, { cause: 'withdraw' }, remarks))
          .length,
    );
    ctx.changed('package', 'record');
    return { moved };
  },
  'exchange.sendAgain': ({ package: id, reason }, ctx) => {
    const records = sendAgain(ctx, id, reason);
    ctx.changed('package');
    return { records };
  },
  'exchange.pack': ({ to, head, secrecy, volumeSize = null, recovery, urgent, job }, ctx) => {
    const acting = actingOf(ctx);
    const onVolume = () => ctx.changed('package');
    return ctx.job(job, (work) =>
      oneAtATime(acting.station, async () => {
        const sealed = await sealPackage(acting, { head, secrecy }, { volumeSize, recovery, urgent }, work);
        ctx.changed('package', 'record');
        const files =
          to === undefined
            ? [...sealed.files]
            : await writeSealed(acting, sealed.packageId, { folder: to, job: work, onVolume });
        return {
          packageId: sealed.packageId,
          sequence: sealed.sequence,
          files,
          counts: sealed.counts,
          records: sealed.records,
        };
      }),
    );
  },
  'exchange.write': ({ package: id, to, volumes, medium, job }, ctx) => {
    const acting = actingOf(ctx);
    const onVolume = () => ctx.changed('package');
    return ctx.job(job, async (work) => ({
      files: await writeSealed(acting, id, { folder: to, volumes, medium, job: work, onVolume }),
    }));
  },
  'exchange.burners': async () => ({ burners: await discProgram.burners() }),
  'exchange.image': ({ package: id, volumes, to, job }, ctx) => {
    const acting = actingOf(ctx);
    return ctx.job(job, async (work) => {
      const path = await imageSealed(acting, id, { folder: to, volumes, job: work });
      ctx.changed('package');
      return { path };
    });
  },
  'exchange.burn': ({ package: id, volumes, device, medium, job }, ctx) => {
    const acting = actingOf(ctx);
    return ctx.job(job, (work) =>
      oneAtATime(acting.station, async () => {
        const number = await burnSealed(acting, id, { device, medium, volumes, job: work });
        ctx.changed('package');
        return { number };
      }),
    );
  },
  'exchange.handOver': ({ package: id, medium, ...said }, ctx) => {
    handOver(ctx, id, said, medium);
    ctx.changed('package');
    return {};
  },
  'exchange.slip': ({ package: id }, { station }) => slipOf(station, id),
  'exchange.approvalSheet': (_, { station }) => approvalSheetOf(station),
  'medium.list': (_, { station }) => ({ media: listMedia(station), next: nextNumber(station) }),
  'medium.register': (medium, ctx) => {
    const registered = registerMedium(ctx, { ...medium, identity: '' });
    ctx.changed('package');
    return registered;
  },
  'medium.move': ({ number, what, text }, ctx) => {
    const moved = moveMedium(ctx, number, what, text);
    ctx.changed('package');
    return moved;
  },
  'exchange.packages': (_, { station }) => ({ packages: listPackages(station) }),
  'exchange.package': ({ id }, { station }) => ({ package: sentPackage(station, id), ...sentRecords(station, id) }),
  'exchange.leftovers': (_, { station }) => oneAtATime(station, async () => ({ removed: clearLeftovers(station) })),
  'exchange.takeAnswers': ({ job, ...input }, ctx) => {
    const acting = actingOf(ctx);
    return ctx.job(job, async (work) => {
      const taken = await takeAnswers(acting, input, work);
      ctx.changed('package', 'record', 'dispatch', 'obligation');
      return taken;
    });
  },
  'exchange.unpack': ({ paths, to, salvage, job }, ctx) => {
    const acting = actingOf(ctx);
    return ctx.job(job, async (work) => {
      const { lost, ...done } = await unpackTo(acting, paths, to, { salvage }, work);
      return { ...done, lost: lost && { ...lost, files: lost.files ? [...lost.files] : null } };
    });
  },

  'intake.receive': ({ paths, files, receiptTo, salvage, job }, ctx) => {
    const acting = actingOf(ctx);
    if (acting.station.role !== 'bureau') refuse('wrong-station', { wanted: '主管部门' });
    return ctx.job(job, (work) =>
      oneAtATime(acting.station, () => {
        // Volumes that were being restored when the program was killed.
        clearLeftovers(acting.station);
        return staged(acting.station, files, async (stagedPaths) => {
          const found = inOrder(await packagesIn([...stagedPaths, ...paths]));
          const job = { ...work, lastCall: ctx.lastCall };
          const changed = (): void => ctx.changed('package', 'record');
          return { packages: await takePackages(acting, found, { receiptTo, salvage }, job, changed) };
        });
      }),
    );
  },
  'intake.salvage': ({ packageId, reason, receiptTo, job }, ctx) => {
    const acting = actingOf(ctx);
    return ctx.job(job, (work) =>
      oneAtATime(acting.station, async () => {
        const outcome = await salvageHeld(
          acting,
          packageId,
          { receiptTo, salvage: { reason } },
          { ...work, lastCall: ctx.lastCall },
        );
        ctx.changed('package', 'record');
        return outcome;
      }),
    );
  },
  'intake.giveUp': ({ packageId }, ctx) => {
    giveUp(ctx, packageId);
    ctx.changed('package');
    return {};
  },
  'intake.list': ({ limit = 200 }, { station }) => listIntake(station, limit),
  'intake.receipt': ({ packageId, to }, { station }) => {
    const row = storedIntake(station, packageId) ?? refuse('package-missing', { packageId });
    return {
      ...storedAnswer(station, row.receipt),
      path: to === undefined ? '' : writeAnswer(station, row.receipt, to),
    };
  },
  'intake.receiptSheet': ({ packageId }, { station }) => {
    const row = storedIntake(station, packageId) ?? refuse('package-missing', { packageId });
    return answerSheet(station, row.receipt);
  },

  'review.list': (filter, { station }) => listReview(station, filter),
  'review.get': ({ id }, { station, user }) => reviewRecord(station, id, user.name),
  'review.decide': (input, ctx) => {
    const answer = decide(ctx, input);
    ctx.changed('record', 'decision');
    return { answer };
  },
  'review.decidePackage': (input, ctx) => {
    const decided = decidePackage(ctx, input);
    ctx.changed('record', 'decision');
    return { decided };
  },
  'review.waiting': (_, { station }) => ({ waiting: answersWaiting(station) }),
  'review.release': ({ to, partner }, ctx) => {
    const acting = actingOf(ctx);
    return oneAtATime(acting.station, async () => {
      const released = await releaseDecisions(acting, to, partner);
      ctx.changed('decision');
      return released;
    });
  },
  'review.answers': (_, { station }) => ({ rows: signedAnswers(station) }),
  'review.answerSheet': (which, ctx) => {
    const acting = actingOf(ctx);
    return oneAtATime(acting.station, async () => {
      const id = 'answer' in which ? which.answer : await signDecisions(acting, which.partner);
      try {
        return answerSheet(acting.station, id);
      } finally {
        ctx.changed('decision');
      }
    });
  },
  'review.returnNotice': (which, { station }) => returnNotice(station, which),
  'review.tellAgain': ({ partner, to }, ctx) => {
    const acting = actingOf(ctx);
    return oneAtATime(acting.station, async () => {
      const told = await tellAgain(acting, partner, to);
      ctx.changed('decision', 'dispatch');
      return told;
    });
  },
  'review.writeAnswer': ({ answer, to }, ctx) => {
    const path = writeAnswer(ctx.station, answer, to);
    ctx.changed('decision');
    return { path };
  },
};

/** Station and user as they are now: a job goes on over a lock of the page. */
function actingOf({ station, user }: Context): Pick<Context, 'station' | 'user'> {
  return { station, user };
}

function withoutKeys({ signing: _, encryption: __, ...partner }: PartnerKeys): Partner {
  return partner;
}

/** Files by name: packages of one department then come in their order, and a gap is one that stays. */
function inOrder(found: readonly FoundPackage[]): FoundPackage[] {
  return [...found].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
