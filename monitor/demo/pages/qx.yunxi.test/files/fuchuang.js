const parts = [
  ["bar", "本网站使用Cookie保存您的字号和阅读设置，不收集个人信息。", "我知道了"],
  ["float", "<a>适老化</a><a>无障碍</a><a>返回顶部</a>", ""],
  ["ad", "欢迎关注“清溪发布”微信公众号", "关闭"],
];
for (const [name, words, close] of parts) {
  const part = document.createElement("div");
  part.className = name;
  part.innerHTML = `<span>${words}</span>`;
  if (close) {
    const button = document.createElement("button");
    button.textContent = close;
    button.onclick = () => part.remove();
    part.append(" ", button);
  }
  document.body.append(part);
}
