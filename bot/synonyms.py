"""Words that say the same in talk and in reports: "sụt" or "chết" asked for, "giảm" or "tử vong" in the article.

Written by hand, one line per meaning, words of one or two syllables. They widen what a reader recognises, at less
strength than the word itself; search does not see them.
"""

from collections.abc import Mapping
from functools import cache

from corpus.text import keys, plain_keys

_GROUPS = """
chết|tử vong|thiệt mạng|qua đời|mất mạng|tử nạn|hy sinh|từ trần
bị thương|thương tích|thương vong
giảm|sụt|tụt|hụt|hạ|bớt|thấp hơn|ít hơn|kém|suy giảm|sụt giảm|giảm sút|cắt giảm|rút|thu hẹp
tăng|tăng lên|tăng thêm|cao hơn|nhiều hơn|hơn|nâng|vọt|tăng vọt|vượt
thiếu|thiếu hụt|hụt|chưa đủ
bắt|bắt giữ|tạm giữ|tạm giam|tóm|bắt gọn
phát hiện|khám phá|triệt phá|phá án|làm rõ|bóc gỡ
phạt|xử phạt|xử lý
kỷ luật|xử lý|xử phạt|khiển trách|cảnh cáo|cách chức|khai trừ
chủ trì|điều hành|chủ toạ|dẫn dắt
phát biểu|chỉ đạo|kết luận|nhấn mạnh|cho rằng|khẳng định
nói|cho biết|cho hay|chia sẻ|thông tin|trao đổi|phát biểu|tiết lộ
đề nghị|kiến nghị|đề xuất|yêu cầu|xin
nguyên nhân|lý do|nguyên do|do|vì|bởi|nhờ
khó khăn|hạn chế|tồn tại|yếu kém|bất cập|vướng mắc|trở ngại|tồn đọng
nhiệm vụ|việc|công việc|giải pháp|phương hướng
tổ chức|diễn ra|khai mạc|họp|tiến hành|mở
hội nghị|cuộc họp|buổi họp|hội họp|kỳ họp|phiên họp
lãnh đạo|sếp|người đứng|thủ trưởng|quan chức
cán bộ|công chức|viên chức|nhân viên
công nhân|người lao|lao động|thợ
giáo viên|thầy cô|nhà giáo|thầy giáo|cô giáo
học sinh|học trò|trẻ em|trẻ|em nhỏ|các em|thiếu nhi|con em
bác sĩ|thầy thuốc|y bác|nhân viên|y tế
bệnh nhân|người bệnh|ca bệnh|ca mắc|ca nhiễm
dân|người dân|nhân dân|bà con|dân chúng|quần chúng
cử tri|người dân|dân
phụ nữ|chị em|nữ
thanh niên|đoàn viên|bạn trẻ|tuổi trẻ|giới trẻ
nông dân|nhà nông|bà con|nhà vườn
tài xế|lái xe|người điều
nồng độ|rượu bia|say xỉn|uống rượu
tai nạn|va chạm|đụng xe
tội phạm|phạm tội|phạm pháp|án hình
vụ án|vụ việc|vụ|án
ma tuý|heroin|thuốc phiện
kẻ|đối tượng|nghi phạm|hung thủ|thủ phạm|tội phạm
trộm|trộm cắp|cướp|cướp giật
doanh nghiệp|công ty|hãng
mất việc|thôi việc|nghỉ việc|bỏ việc|bỏ nghề|sa thải
việc làm|chỗ làm|công ăn
lương|tiền lương|thu nhập
tiền|kinh phí|số tiền|khoản tiền|trị giá|giá trị|vốn
thu ngân|thu nộp|nộp ngân|nguồn thu|số thu|tiền thuế|thu thuế
chi|chi tiêu|bỏ ra|đầu tư|rót|đổ vào
lãi|lợi nhuận|lời
lỗ|thua lỗ|thâm hụt
nợ|nợ đọng|còn nợ|dư nợ
quyên góp|ủng hộ|đóng góp|tài trợ|quyên|góp|tặng|trao tặng|hỗ trợ|trao
hỗ trợ|giúp|giúp đỡ|trợ giúp|tiếp sức|cứu trợ
xây|xây dựng|dựng|làm|khởi công|thi công
xong|hoàn thành|hoàn tất|về đích|kết thúc|khánh thành
chưa đạt|không đạt|chưa hoàn|hụt chỉ
đạt|đạt được|được|hoàn thành|cán đích
chỉ tiêu|mục tiêu|kế hoạch|dự toán
bắt đầu|khởi động|khởi công|triển khai|từ ngày|mở đầu
chậm|chậm trễ|trễ|trễ hạn|quá hạn|chậm tiến|muộn
sớm|trước hạn|trước thời|đầu tiên
huỷ|huỷ bỏ|bãi bỏ|xoá bỏ|dừng
hoãn|lùi|dời|tạm dừng|tạm hoãn
thay|thay thế|thay đổi|sửa đổi|điều chỉnh|chỉnh sửa
thành lập|lập|ra đời|gây dựng|lập ra
sáp nhập|gộp|nhập|hợp nhất
kết nạp|phát triển|gia nhập|vào đảng|đảng viên
bầu|bầu cử|bỏ phiếu|bầu chọn|trúng cử|đắc cử
bổ nhiệm|cử|giao|phân công|điều động|đề bạt
khen thưởng|khen|bằng khen|biểu dương|tuyên dương|tặng thưởng
giải thưởng|giải|phần thưởng|huân chương|huy chương
đơn thư|đơn|khiếu nại|tố cáo|phản ánh
thanh tra|kiểm tra|giám sát|kiểm soát
vi phạm|sai phạm|gian lận|sai trái
buôn lậu|hàng lậu|hàng cấm|nhập lậu|gian lận
thu giữ|tịch thu|tang vật
dịch|dịch bệnh|đại dịch|bùng phát|covid
cách ly|giãn cách|phong toả
tiêm|tiêm chủng|tiêm phòng|vắc xin
khám|khám bệnh|khám chữa|chữa bệnh|điều trị
khỏi|khỏi bệnh|bình phục|hồi phục|xuất viện
nghèo|hộ nghèo|khó khăn|thoát nghèo|khá lên
nhà|căn nhà|ngôi nhà|nhà ở|chỗ ở|căn|mái ấm
sập|tốc mái|hư hỏng|hư hại|thiệt hại|đổ|gãy đổ
bão|lũ|mưa lũ|thiên tai|ngập|ngập lụt
hạn hán|hạn|khô hạn|cạn nước
rác|chất thải|rác thải|bãi rác
đường|tuyến đường|quốc lộ|giao thông
cầu|cây cầu
xe|ô tô|phương tiện|xe hơi
máy bay|chuyến bay|phi cơ
bán|tiêu thụ|bán hàng|bán ra|xuất bán
mua|thu mua|mua sắm|nhập
xuất khẩu|xuất|bán sang|xuất sang
nhập khẩu|nhập|nhập về
trồng|gieo|canh tác|gieo trồng
nuôi|chăn nuôi|thả nuôi
đánh bắt|khai thác|đánh cá
sản lượng|thu hoạch|năng suất
diện tích|rộng|quy mô
dài|chiều dài|độ dài
cao|chiều cao|độ cao
nặng|trọng lượng|khối lượng
giá|mức giá|giá bán|giá cả
đông nhất|nhiều nhất|cao nhất|lớn nhất|dẫn đầu|đứng đầu
ít nhất|thấp nhất|nhỏ nhất|cuối bảng
xếp|xếp hạng|thứ hạng|hạng|vị trí|đứng thứ
tham gia|tham dự|dự|góp mặt|tới dự|có mặt|đi bỏ
đến|tới|thăm|đến thăm|ghé
gặp|gặp gỡ|tiếp|tiếp xúc|hội kiến
ký|ký kết|ban hành|thông qua
luật|bộ luật|đạo luật
cấm|nghiêm cấm|không cho|ngăn chặn
cho phép|được phép|cấp phép|cho
đóng cửa|ngừng hoạt|nghỉ|dừng hoạt
mở cửa|mở lại
trực tuyến|qua mạng|online|trên mạng
toàn quốc|cả nước|trong nước
nước ngoài|ngoại quốc|quốc tế|người ngoại
trung ương|quốc gia|nhà nước
địa phương|nơi|tỉnh thành|cơ sở
huyện|quận|thị xã
làng|xã|thôn|bản
khoá|nhiệm kỳ
nửa đầu|6 tháng|sáu tháng
sơ kết|giữa năm|6 tháng
tổng kết|cuối năm|cả năm
con số|số liệu|thống kê|số lượng
sử dụng|dùng|xài|áp dụng
bàn|bàn bạc|thảo luận|trao đổi|bàn thảo
lo|lo ngại|lo lắng|quan ngại
phê bình|chỉ trích|nhắc nhở|phê phán
hứa|cam kết|hứa hẹn
phản đối|không đồng|bác bỏ
đồng ý|nhất trí|tán thành|chấp thuận
sinh|sinh ra|ra đời|chào đời
quê|quê quán|quê ở|sinh ra
vợ|chồng|phu nhân|kết hôn|cưới
tên|mang tên|gọi là|tên gọi
nổi tiếng|nổi danh|lừng danh
sáng lập|thành lập|lập ra|người sáng
phát minh|sáng chế|phát triển|tạo ra
viết|sáng tác|tác giả|tác phẩm
thủ đô|kinh đô|đế đô
vua|hoàng đế|quốc vương|nhà vua
quân|quân đội|binh lính|lính|binh sĩ
trận|trận đánh|chiến dịch|cuộc chiến
thắng|chiến thắng|đánh bại|thắng lợi
thua|thất bại|bại trận|thất thủ
"""


@cache
def synonyms(*, plain: bool) -> Mapping[str, tuple[str, ...]]:
    """What may stand for a word or a pair (joined by `_`), by its key; plain keys if `plain`."""
    found: dict[str, set[str]] = {}
    for line in _GROUPS.strip().splitlines():
        group = {"_".join(plain_keys(word) if plain else keys(word)) for word in line.split("|")}
        for word in group:
            found.setdefault(word, set()).update(group - {word})
    return {word: tuple(sorted(others)) for word, others in found.items()}
