const towns = [["云溪古城", 12846], ["石桥老街", 9310], ["北坪村寨", 7725], ["南湾渔村", 4052]];
document.getElementById("board").innerHTML = towns
  .map(([name, votes], place) => `<li><p>${place + 1}号　${name}</p><p>票数：${votes}票</p><button>投TA一票</button></li>`)
  .join("");
