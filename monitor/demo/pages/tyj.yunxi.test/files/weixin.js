const inside = navigator.userAgent.includes("MicroMessenger");
document.getElementById("wall").innerHTML = inside
  ? "<h1>正在打开报名页面</h1>"
  : "<h1>请在微信客户端打开链接</h1><p>关注“云溪体育”公众号后方可查看</p>";
