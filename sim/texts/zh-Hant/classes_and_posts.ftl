# 用電類別和崗位：名稱，和文件中的寫法

class-resident = 居民（resident）
class-lighting = 非居民照明（lighting）
class-commerce = 商業（commerce）
class-industry = 普通工業（industry）
class-large_industry = 大工業（large_industry）
class-agriculture = 農業（agriculture）
class-industry_85 = 普通工業 100 至 160 千伏安（industry_85）
class-industry_90 = 普通工業 160 千伏安以上（industry_90）
class-agriculture_80 = 農業 100 千伏安及以上（agriculture_80）
post-business_manager = 營業主任（business_manager）
post-business_specialist = 營業專責（business_specialist）
post-inspection_specialist = 用電檢查專責（inspection_specialist）
post-registration_clerk = 用電登記工（registration_clerk）
post-meter_reader = 抄表工（meter_reader）
post-collector = 收費工（collector）
post-issuance_clerk = 營業發行員（issuance_clerk）
post-accountant = 營業會計（accountant）
post-cashier = 營業出納（cashier）
post-field_auditor = 用電稽查工（field_auditor）
post-information_auditor = 信息審核員（information_auditor）
post-system_administrator = 系統管理員（system_administrator）
post-inspector = 用電檢查員（inspector）
post-meter_fitter = 裝表接電工（meter_fitter）
post-meter_tester = 電能表修校工（meter_tester）
post-rural_electrician = 農電工（rural_electrician）
