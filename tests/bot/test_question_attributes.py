"""What looks like nothing else is not answered by anything else."""

import pytest

from bot.question_attributes import lacks_attribute


@pytest.mark.parametrize(
    ("question", "quote", "lacking"),
    [
        ("Số điện thoại của Cục trưởng là gì?", "Cục trưởng cho biết, năm 2020 thu 12 tỷ đồng.", True),
        ("Số điện thoại đường dây nóng?", "Đường dây nóng: 0236 3881 888.", False),
        ("so dien thoai duong day nong?", "Gọi 1900 1234 để báo.", False),
        ("In what year was the director born?", "Ông là giám đốc từ năm 2011.", True),
        ("Ông ấy sinh năm nào?", "Ông Minh (sinh năm 1968) quê Hà Giang.", False),
        ("Đại hội họp ở hội trường nào, số nhà bao nhiêu?", "Đại hội họp tại Bắc Ninh.", True),
        ("Số học sinh năm nào cao nhất?", "Cao nhất là 2019.", False),
        ("Trẻ em sinh ra năm 2019 là bao nhiêu?", "Năm qua có 1.200 ca.", False),
    ],
)
def test_a_quote_without_it_tells_no_phone_number_address_or_year_of_birth(
    question: str, quote: str, *, lacking: bool
) -> None:
    assert lacks_attribute(question, quote) is lacking
