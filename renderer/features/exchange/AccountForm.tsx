import type { ReactNode } from 'react';
import { localDay } from '../../../shared/china/dates.ts';
import type { OwnKeys } from '../../../shared/exchange/partner.ts';
import { type Role, roleNames } from '../../../shared/station/roles.ts';
import type { StationInfo } from '../../../shared/station/station.ts';
import '../station/station.css';
import './paper.css';

interface AccountFormProps {
  readonly own: OwnKeys;
  readonly info: StationInfo;
  readonly people: readonly { readonly name: string; readonly roles: readonly Role[] }[];
}

/** 账户申请表, A4: who of the department is to have an account of the catalog system; the bureau decides on the same sheet. */
export function AccountForm({ own, info, people }: AccountFormProps): ReactNode {
  return (
    <section className="paper account-form">
      <h1>目录管理系统账户申请表</h1>
      <table>
        <tbody>
          <tr>
            <th>申请单位</th>
            <td>{own.name}</td>
          </tr>
          <tr>
            <th>统一社会信用代码</th>
            <td className="mono">{own.uscc}</td>
          </tr>
          <tr>
            <th>工作站编号</th>
            <td className="mono">{own.id}</td>
          </tr>
          <tr>
            <th>责任处室、联络员</th>
            <td>{[info.office, info.contact, info.phone].filter(Boolean).join('　')}</td>
          </tr>
          <tr>
            <th>申请日期</th>
            <td className="mono">{localDay()}</td>
          </tr>
          <tr>
            <th>用途</th>
            <td>□ 目录管理　□ 目录维护　□ 数据使用申请或调用　□ 数据上报</td>
          </tr>
        </tbody>
      </table>
      <table className="account-people">
        <thead>
          <tr>
            <th>序号</th>
            <th>姓名</th>
            <th>职责</th>
            <th>审核意见</th>
            <th>账号</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ name, roles }, at) => (
            <tr key={name}>
              <td>{at + 1}</td>
              <td>{name}</td>
              <td>{roles.map((role) => roleNames[role]).join('、')}</td>
              <td>□ 同意　□ 不同意</td>
              <td />
            </tr>
          ))}
          <tr>
            <td>{people.length + 1}</td>
            <td />
            <td />
            <td>□ 同意　□ 不同意</td>
            <td />
          </tr>
        </tbody>
      </table>
      <p>不需要账户的人划去；另有的人写在空行。账号只给本人使用，离岗的书面通知主管部门停用。</p>
      <div className="paper-sign">
        <span>单位负责人：＿＿＿＿＿＿（盖章）</span>
        <span>审核人：＿＿＿＿＿＿（盖章）</span>
        <span>日期：＿＿＿＿＿</span>
      </div>
    </section>
  );
}
