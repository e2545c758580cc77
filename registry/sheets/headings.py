"""The headings of a register: what a column may hold, and by which words it is known in Chinese and English."""

from collections.abc import Mapping
from enum import StrEnum


class Column(StrEnum):
    """A column of the register. The value is the heading we write, where a sheet has no word of its own for it."""

    ID = "编号"
    UNIT = "单位"
    KIND = "类型"
    NAME = "名称"
    ADDRESS = "网址"
    SITE_CODE = "标识码"
    PLATFORM = "平台"
    ACCOUNT = "账号ID"
    FEED = "数据源"
    PREFIX = "路径前缀"
    STATE = "状态"
    NOTE = "备注"
    # of units
    CODE = "编码"
    SHORT_NAME = "简称"
    NATURE = "单位性质"
    TIER = "层级"
    POSITION = "排序号"
    SUPERVISOR = "主管单位"
    LEADER = "分管领导"
    CONTACT = "经办人"
    DEPUTY = "经办人B角"
    PHONE = "电话"
    MAILBOX = "邮箱"
    MESSENGER = "即时通讯账号"
    SCOPE = "通报口径"
    # of websites
    FORM = "形态"
    OTHER_DOMAINS = "其他域名"
    OPERATOR = "承办运维"
    CONSOLIDATED = "集约化平台"
    ICP = "ICP备案号"
    POLICE = "公安备案号"
    BADGE = "党政标识"
    BADGE_UNTIL = "党政标识有效期"
    PROTECTION = "等保级别"
    PROTECTION_ON = "等保测评日"
    IPV6 = "IPv6"
    HTTPS = "HTTPS/国密"
    SERVES = "是否对外办事"
    AUTHORISATION = "监测授权函号"
    ALLOWED = "白名单IP/UA"
    REBUILT_FROM = "改版暂停起"
    REBUILT_UNTIL = "改版暂停止"
    MIGRATED = "迁移日期"
    APPROVAL = "批复文号"
    # of columns (栏目) of websites
    LEVEL = "级别"
    PERIOD = "更新期限"
    PERIOD_BASIS = "期限依据"
    MUST_UPDATE = "是否应更新"
    ARCHIVED_ON = "归档日期"
    ARCHIVED_WHY = "归档理由"
    APPROVED_BY = "核定人"
    APPROVED_ON = "核定日期"
    # of accounts
    SUBTYPE = "子类"
    VERIFIED_AS = "认证主体"
    OPENED = "开设日期"
    REPORTED = "报送系统登记状态"
    INTERACTION = "互动方式"
    LAST_SEEN = "最近所见更新"
    SOURCE = "来源"
    # of apps, mini programs and groups
    FILING = "备案编号"
    FILING_STATE = "备案状态"
    AUDIENCE = "使用对象"
    USERS = "用户数"
    ACTIVE_USERS = "30天活跃"
    PROPOSAL = "处置意见"
    REPLY = "单位意见"
    DEADLINE = "期限"


SYNONYMS: Mapping[Column, tuple[str, ...]] = {
    Column.ID: ("id", "对象编号", "网站编号", "target id"),
    Column.UNIT: (
        *("单位名称", "单位全称", "全称", "责任单位", "主办单位"),
        *(
            "unit",
            "unit name",
            "full name",
            "responsible unit",
            "organisation",
            "organization",
            "organiser",
            "organizer",
        ),
    ),
    Column.KIND: ("类别", "对象类型", "门户/部门", "kind", "type", "category", "portal/department"),
    Column.NAME: (
        *("网站名称", "账号名称", "栏目名称", "对象名称", "网站(账号)名称"),
        *("name", "site name", "account name", "column name"),
    ),
    Column.ADDRESS: (
        *("网址或账号", "网站网址", "网站地址", "栏目网址", "首页网址", "首页地址", "主域名", "域名", "地址", "链接"),
        *("url", "address", "website", "domain", "main domain", "url or account", "address or account"),
    ),
    Column.SITE_CODE: ("网站标识码", "政府网站标识码", "site code", "code"),
    Column.PLATFORM: ("所属平台", "平台名称", "platform"),
    Column.ACCOUNT: ("账号", "账号标识", "账号编号", "ID/biz", "biz", "account", "account id"),
    Column.FEED: ("数据源地址", "订阅源", "feed", "feed url", "rss", "data source"),
    Column.PREFIX: ("前缀", "prefix", "path prefix"),
    Column.STATE: ("当前状态", "state", "status"),
    Column.NOTE: ("说明", "note", "notes", "remark", "remarks"),
    Column.CODE: ("单位编码", "unit code"),
    Column.SHORT_NAME: ("单位简称", "short name"),
    Column.NATURE: ("性质", "机构性质", "nature", "unit nature"),
    Column.TIER: ("单位层级", "tier", "administrative level"),
    Column.POSITION: ("机构序列", "单位排序号", "position", "order"),
    Column.SUPERVISOR: ("上级主管单位", "主管部门", "supervisor", "supervising unit"),
    Column.LEADER: ("分管负责人", "leader", "leader in charge"),
    Column.CONTACT: ("联系人", "经办人A角", "A角", "contact", "contact person", "person"),
    Column.DEPUTY: ("B角", "deputy", "deputy contact"),
    Column.PHONE: ("联系电话", "手机", "phone", "telephone", "tel"),
    Column.MAILBOX: ("电子邮箱", "邮件", "电子邮件", "email", "mail", "mailbox"),
    Column.MESSENGER: ("即时通讯", "即时通信账号", "messenger", "instant messenger"),
    Column.SCOPE: ("口径", "scope", "reporting scope"),
    Column.FORM: ("网站形态", "form"),
    Column.OTHER_DOMAINS: ("其它域名", "other domains"),
    Column.OPERATOR: ("承办单位", "运维单位", "承办运维单位", "operator"),
    Column.CONSOLIDATED: ("所属集约化平台", "集约化", "consolidated platform"),
    Column.ICP: ("ICP备案", "ICP备案编号", "ICP", "icp number"),
    Column.POLICE: ("公安备案", "公安机关备案号", "公安备案编号", "police number"),
    Column.BADGE: ("党政机关标识", "party and government badge"),
    Column.BADGE_UNTIL: ("党政机关标识有效期", "标识有效期", "badge valid until"),
    Column.PROTECTION: ("等级保护级别", "protection level"),
    Column.PROTECTION_ON: ("测评日", "测评日期", "等保测评日期", "protection assessed on"),
    Column.IPV6: ("是否支持IPv6", "IPv6支持"),
    Column.HTTPS: ("HTTPS", "国密", "https/sm"),
    Column.SERVES: ("对外办事", "offers services"),
    Column.AUTHORISATION: ("授权函号", "authorisation", "authorization letter"),
    Column.ALLOWED: ("白名单", "allow list", "allowed ip/ua"),
    Column.REBUILT_FROM: ("改版暂停开始", "改版开始日期", "rebuilt from"),
    Column.REBUILT_UNTIL: ("改版暂停结束", "改版结束日期", "rebuilt until"),
    Column.MIGRATED: ("迁移日", "migrated on", "migration date"),
    Column.APPROVAL: ("批文号", "approval number"),
    Column.LEVEL: ("栏目级别", "level", "column level"),
    Column.PERIOD: ("更新周期", "period", "update period"),
    Column.PERIOD_BASIS: ("更新期限依据", "period basis"),
    Column.MUST_UPDATE: ("应更新", "must update"),
    Column.ARCHIVED_ON: ("归档日", "archived on"),
    Column.ARCHIVED_WHY: ("归档原因", "archived why"),
    Column.APPROVED_BY: ("核定", "approved by"),
    Column.APPROVED_ON: ("核定日", "approved on"),
    Column.SUBTYPE: ("账号子类", "公众号类型", "subtype"),
    Column.VERIFIED_AS: ("认证单位", "verified as"),
    Column.OPENED: ("开通日期", "开设时间", "开通时间", "opened on"),
    Column.REPORTED: ("登记状态", "报送状态", "reported state"),
    Column.INTERACTION: ("互动", "interaction"),
    Column.LAST_SEEN: ("最近更新", "last seen update"),
    Column.SOURCE: ("信息来源", "source"),
    Column.FILING: ("备案号", "filing number"),
    Column.FILING_STATE: ("备案情况", "filing state"),
    Column.AUDIENCE: ("面向对象", "audience"),
    Column.USERS: ("注册用户数", "用户数量", "users"),
    Column.ACTIVE_USERS: ("30天活跃用户", "30天活跃数", "近30天活跃", "active users"),
    Column.PROPOSAL: ("处理意见", "proposal"),
    Column.REPLY: ("主办单位意见", "reply"),
    Column.DEADLINE: ("处置期限", "整改期限", "deadline"),
}
"""What is read for each column beside the heading we write."""
