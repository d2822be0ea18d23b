import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { localDay } from '../../../shared/china/dates.ts';
import { fingerprintGroups, type OwnKeys } from '../../../shared/exchange/partner.ts';
import './enrol-print.css';

/** 单位接入表, A4: what stands on paper beside the enrolment file, so that the other side can compare the fingerprint. */
export function EnrolForm({ own }: { own: OwnKeys }): ReactNode {
  const place = document.getElementById('print');
  if (!place) return null;
  const groups = fingerprintGroups(own.fingerprint);
  const today = localDay();
  return createPortal(
    <section className="enrol-form">
      <h1>政务数据离线交换单位接入表</h1>
      <p className="enrol-form-note">一式两份：本单位、对方单位各存一份。与接入文件（.ydk）分开送达。</p>
      <table>
        <tbody>
          <tr>
            <th>单位全称</th>
            <td colSpan={3}>{own.name}</td>
          </tr>
          <tr>
            <th>统一社会信用代码</th>
            <td className="code">{own.uscc}</td>
            <th>工作站类别</th>
            <td>{own.role === 'bureau' ? '主管部门' : '填报单位'}</td>
          </tr>
          <tr>
            <th>工作站编号</th>
            <td className="code" colSpan={3}>
              {own.id}
            </td>
          </tr>
          <tr>
            <th>
              公钥指纹
              <br />
              （SM3）
            </th>
            <td colSpan={3}>
              <div className="enrol-form-groups">
                {groups.map((group, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
                  <span key={at}>{group}</span>
                ))}
              </div>
            </td>
          </tr>
          <tr>
            <th>对方核对</th>
            <td colSpan={3}>□ 第 1 行一致　□ 第 2 行一致　□ 第 3 行一致　□ 第 4 行一致</td>
          </tr>
        </tbody>
      </table>
      <div className="enrol-form-signs">
        <div>
          <p>本单位经办人：</p>
          <p>联系电话：</p>
          <p>日期：{today}</p>
          <p className="seal-place">（单位盖章）</p>
        </div>
        <div>
          <p>对方核对人：</p>
          <p>核对结果：</p>
          <p>日期：</p>
          <p className="seal-place">（单位盖章）</p>
        </div>
      </div>
      <footer>驿递　第 1 页 共 1 页</footer>
    </section>,
    place,
  );
}
