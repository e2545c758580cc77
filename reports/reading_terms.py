"""What is read from a page, in the words of the office."""

from collections.abc import Mapping

from checks.evidence import ColumnKind, DateSource, FooterItem, PageKind

PAGE_KINDS: Mapping[PageKind, str] = {
    PageKind.HOME: "首页",
    PageKind.LIST: "列表页",
    PageKind.ARTICLE: "文章页",
    PageKind.ERROR: "错误页",
    PageKind.LOGIN: "登录页",
    PageKind.SHELL: "空壳页（内容由脚本写入）",
    PageKind.OTHER: "其他",
}

DATE_SOURCES: Mapping[DateSource, str] = {
    DateSource.META: "网页标签",
    DateSource.LABEL: "页面标注",
    DateSource.LIST: "列表行",
    DateSource.DATA: "页面数据",
    DateSource.URL: "网址",
    DateSource.TEXT: "正文旁",
}

FOOTER_ITEMS: Mapping[FooterItem, str] = {
    FooterItem.SITE_CODE: "网站标识码",
    FooterItem.ICP: "ICP备案编号",
    FooterItem.POLICE: "公安机关备案标识",
    FooterItem.ORGANISER: "主办单位",
    FooterItem.CONTACT: "联系方式",
    FooterItem.SITEMAP: "站点地图",
    FooterItem.PARTY_GOVERNMENT_BADGE: "党政机关网站标识",
    FooterItem.ERROR_REPORT: "“我为政府网站找错”入口",
}

COLUMN_KINDS: Mapping[ColumnKind, str] = {
    ColumnKind.HOME: "首页",
    ColumnKind.NEWS: "动态要闻",
    ColumnKind.NOTICE: "通知公告",
    ColumnKind.POLICY: "政策文件",
    ColumnKind.INTERPRETATION: "政策解读",
    ColumnKind.OVERVIEW: "概况信息",
    ColumnKind.FUNCTIONS: "机构职能",
    ColumnKind.LEADERS: "领导信息",
    ColumnKind.GUIDE: "信息公开指南",
    ColumnKind.CATALOGUE: "信息公开目录",
    ColumnKind.REPORT: "信息公开年报",
    ColumnKind.REQUEST: "依申请公开",
    ColumnKind.DATA: "数据发布",
    ColumnKind.RESPONSE: "回应关切",
    ColumnKind.SERVICES: "办事服务",
    ColumnKind.INTERACTION: "咨询投诉",
    ColumnKind.SURVEY: "征集调查",
    ColumnKind.INTERVIEW: "在线访谈",
    ColumnKind.OTHER: "其他",
}
