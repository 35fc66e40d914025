import { defineTexts } from "../../../ui/i18n.ts";

/** The words of filings with the level above. */
export const t = defineTexts({
  "zh-Hans": {
    "title": "清单报备",
    "note": "清单发布后须在期限内向上一级报备，上一级登记回执。逾期的排在提醒里。",
    "state": "状态",
    "name": "清单",
    "due": "报备期限",
    "filed": "报备日期",
    "receipt": "回执",
    "action": "操作",
    "action.label": "{action}：{title}",
    "empty": "没有报备事项。发布清单后，这里会有应备的记录。",
  },
  "zh-Hant": {
    "title": "清單報備",
    "note": "清單發佈後須在期限內向上一級報備，上一級登記回執。逾期的排在提醒里。",
    "state": "狀態",
    "name": "清單",
    "due": "報備期限",
    "filed": "報備日期",
    "receipt": "回執",
    "action": "操作",
    "action.label": "{action}：{title}",
    "empty": "沒有報備事項。發佈清單後，這裡會有應備的記錄。",
  },
  en: {
    "title": "Filings",
    "note": "After publishing, a list is filed in time with the level above, which gives its receipt.",
    "state": "State",
    "name": "List",
    "due": "Due",
    "filed": "Filed on",
    "receipt": "Receipt",
    "action": "Action",
    "action.label": "{action}: {title}",
    "empty": "No filings. Publishing a list brings one.",
  },
});
