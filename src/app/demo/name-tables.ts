/**
 * Surnames with their share of the population in per mille: the order and rough sizes of the hundred commonest in the
 * Ministry of Public Security's yearly name reports, with more weight on surnames common in eastern Hubei (余, 柯, 严, 熊).
 */
export const SURNAMES =
  "王72 李71 张66 刘54 陈47 杨30 黄22 吴22 赵20 周20 徐15 孙14 马12 朱13 胡16 林8 郭11 何12 高10 罗10 郑9 梁7 谢8 宋8 唐8 许7 邓8 冯6 韩6 曹7 " +
  "曾6 彭8 萧5 蔡5 潘5 田5 董5 袁6 于4 余12 叶6 蒋5 杜5 苏4 魏4 程7 吕4 丁4 沈4 任4 姚4 卢4 傅3 钟4 姜4 崔3 谭4 廖4 范4 汪8 陆3 金4 石4 " +
  "戴3 贾3 韦2 夏5 邱3 方5 侯3 邹4 熊6 孟2 秦3 白2 江3 阎2 薛3 尹3 段3 雷4 龙3 黎3 史3 陶3 贺3 毛3 郝2 顾2 龚4 邵2 万5 覃2 武2 钱2 戚1 严5 " +
  "柯6 涂4 洪3 梅3 刁1 祝2 左2 肖6 皮1 艾2 库1 佘1 尧1 鲁2 殷2 詹2 齐1 饶2 阮2 向2 郧1 瞿1 游1 晏1 喻2 纪1 舒1 仝1 逄1 亓1 佴1 欧阳2 " +
  "诸葛1 司马1 上官1 皇甫1 尉迟1 夏侯1";

/** First and second characters of given names by the decades in which they were given. */
export type GivenTable = { before: number; first: string; second: string; single: string; whole: string; singleShare: number; wholeShare: number };

export const MALE_GIVEN: readonly GivenTable[] = [
  {
    before: 1946,
    first: "德世家正永福长兴明国文光大玉金宝守士荣贵克启继传祖忠仁义启先安万道学运开应",
    second: "发财贵荣福昌盛才明清林山海生元祥义文芳全德成华禄坤善炳堂柏松銮银高轩富",
    single: "福贵昌仁义忠信才炳坤荣富",
    whole: "德福 正清 长根 金山 世昌 家声 宝财 福生 水生 火生 银山 大发 祖荫",
    singleShare: 0.06,
    wholeShare: 0.08,
  },
  {
    before: 1957,
    first: "国建德志文明家正金友厚先光克永光少义庆云绪宏新和平爱胜保大才元启维开振",
    second: "华国民生明清林祥平新安忠成文武才光海山斌全胜友发义良荣贵根元松柏东高顺",
    single: "明刚平忠义胜斌清山林",
    whole: "建国 国庆 解放 援朝 和平 爱国 抗美 志愿 新民 国华 保国 胜利 土生 立新",
    singleShare: 0.08,
    wholeShare: 0.14,
  },
  {
    before: 2100,
    first: "建志国文卫红永新跃学爱向继小少海春晓东立云先俊汉长利金应业宏光细宝水",
    second: "军华平明强斌兵东林生忠文波伟清红民刚国成新雄辉胜桥进祥良松涛安洪发锋",
    single: "军勇强斌伟刚平辉波峰涛兵进",
    whole: "建军 卫东 红卫 跃进 向东 学军 卫国 红旗 红兵 建设 新华 国强 志强 双喜",
    singleShare: 0.16,
    wholeShare: 0.1,
  },
];

export const FEMALE_GIVEN: readonly GivenTable[] = [
  {
    before: 1946,
    first: "秀桂玉凤金兰翠月银春香菊荷细腊冬莲巧素淑贞福宝爱先梅桃云喜水大来银",
    second: "英珍兰芝香莲娥枝姣花梅桃云琴芳容姑秀菊贞美娇仙娣荣凤银",
    single: "英珍兰香莲芝",
    whole: "秀英 桂英 玉兰 桂兰 玉珍 翠英 细姣 腊梅 冬香 月娥 春桃 招弟 来娣 金枝",
    singleShare: 0.03,
    wholeShare: 0.2,
  },
  {
    before: 1957,
    first: "秀桂玉凤淑金翠春香菊爱月美慧素细腊冬银莲建国新先惠云友和荣幼",
    second: "英珍兰芝香莲娥枝姣花梅桃云琴芳容秀菊贞美娇仙荣平华清萍霞玲凤",
    single: "英珍兰芳萍云琴",
    whole: "秀英 桂英 秀兰 玉兰 淑珍 建英 爱华 国英 爱英 新华 和平 凤英 金莲 引弟",
    singleShare: 0.05,
    wholeShare: 0.18,
  },
  {
    before: 2100,
    first: "丽秀红建爱春小惠玉美桂艳海晓凤金淑新云慧文翠亚冬国卫少细腊莲",
    second: "华萍芳玲霞英珍红琴梅云娟兰芝平香清丽容荣燕娥枝明华霞群利芬敏",
    single: "萍芳玲霞红琴梅敏燕丽英群",
    whole: "丽华 秀芳 爱萍 红梅 建华 红英 小红 春梅 爱玲 卫红 海燕 跃华 文英 晓玲",
    singleShare: 0.14,
    wholeShare: 0.12,
  },
];

/** Given names for adult children and for staff, who were born from the 1960s to the 1990s. */
export const YOUNGER_MALE: GivenTable = {
  before: 2100,
  first: "建志国文永新学小海晓东立俊汉伟浩俊宇子泽家嘉",
  second: "军华平明强斌兵林忠波清刚成辉祥涛锋鹏飞杰超凯阳",
  single: "军勇强斌伟刚辉波峰涛鹏超磊杰凯",
  whole: "志强 建军 文斌 海涛 晓东 俊杰 伟明",
  singleShare: 0.3,
  wholeShare: 0.06,
};
export const YOUNGER_FEMALE: GivenTable = {
  before: 2100,
  first: "丽红春小惠玉美艳海晓雅佳慧文亚思婷静雪",
  second: "萍芳玲霞红琴梅云娟燕丽娜婷敏静洁倩莹颖",
  single: "萍芳玲霞红敏燕丽娜婷静莉洁",
  whole: "丽娟 晓燕 海霞 春燕 雅婷 晓红 慧敏",
  singleShare: 0.28,
  wholeShare: 0.06,
};

/** Characters that registers stumble over: rare, traditional variants, and one outside the basic plane. */
export const RARE_GIVEN = ["喆", "垚", "犇", "翀", "昪", "堃", "淼", "鑫", "頔", "㛃", "𬭚", "煊", "祎", "夔", "懋"];

/** Peoples other than the Han with their share in per mille of this city, and whether their names follow the Han pattern. */
export const ETHNICITIES: readonly { name: string; share: number; names?: readonly string[] }[] = [
  { name: "土家族", share: 5 },
  { name: "回族", share: 2 },
  { name: "苗族", share: 1.5 },
  { name: "壮族", share: 0.6 },
  { name: "满族", share: 0.6 },
  { name: "侗族", share: 0.4 },
  {
    name: "维吾尔族",
    share: 0.3,
    names: ["阿卜杜热合曼·买买提", "古丽巴哈尔·艾合买提", "买买提依明·吐尔逊", "帕提古丽·阿不都克里木", "努尔买买提·托合提", "阿依古丽·卡德尔"],
  },
  { name: "蒙古族", share: 0.3, names: ["乌力吉巴雅尔", "额尔敦其其格", "那仁朝克图", "萨仁高娃", "巴特尔", "斯琴高娃"] },
  { name: "藏族", share: 0.2, names: ["扎西次仁", "旦增卓玛", "格桑德吉", "洛桑平措", "次仁央宗", "索朗多吉"] },
  { name: "彝族", share: 0.2, names: ["阿尔木呷", "吉克史布", "沙马阿依", "俄木阿呷莫"] },
  { name: "哈萨克族", share: 0.1, names: ["叶尔肯别克·哈力木拉提", "古丽娜尔·阿曼太"] },
];
