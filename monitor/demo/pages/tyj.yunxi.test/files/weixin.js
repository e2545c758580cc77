const words = navigator.userAgent.includes("MicroMessenger") ? "正在打开报名页面" : "请在微信客户端打开链接";
document.getElementById("wall").innerHTML = `<h1>${words}</h1>`;
