import { resolve } from 'node:path';
import { clientOf } from './call.ts';
import { type CommandSpec, text } from './command.ts';

export const tellAgain: CommandSpec = {
  name: 'tell-again',
  summary: '主管部门把给一个单位的回执、审核结果、下发包全部再写一份（该单位由备份恢复后用）',
  options: [
    ['--to <station>', '填报单位的工作站编号'],
    ['--out <folder>', '写到这个文件夹'],
  ],
  required: ['to', 'out'],
  station: true,
  async run({ options, open }) {
    const told = await clientOf(await open()).call('review.tellAgain', {
      partner: text(options['to']),
      to: resolve(text(options['out'])),
    });
    const { files, decisions, receipts, dispatches } = told;
    return {
      value: { ok: true, ...told },
      text: [
        `审核结果 ${decisions} 项，签收回执 ${receipts} 份，下发包 ${dispatches} 份`,
        ...files.map(({ path }) => path),
      ],
    };
  },
};
